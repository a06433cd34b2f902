import type { BaseInteraction, Message } from 'discord.js';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { DiscordApi } from './discord-api.ts';
import type { InteractionAnswer } from './interaction-answer.ts';

/** What a person did, and the answer that it is to be given. */
export interface ReplyPlace {
  readonly api: DiscordApi;
  readonly wording: Wording;
  readonly log: Log;
  /** Of the person: the one they chose, else that of their app. */
  readonly language: string;
  readonly interaction: BaseInteraction;
  readonly answer: InteractionAnswer;
  /** The message with the button that was pressed, or whose form was sent. */
  readonly source: Pick<Message, 'id' | 'flags' | 'components'> | undefined;
  /** Whether information is for the person alone. */
  readonly isPrivate: boolean;
}
