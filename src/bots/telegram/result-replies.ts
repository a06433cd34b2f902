import type { Message } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import { refuseGiven } from './given-pictures.ts';
import type { GivenPicture } from './message-pictures.ts';
import { pictureIn } from './message-pictures.ts';
import type { PictureMemory } from './picture-memory.ts';
import { picturesOfResult } from './pictures-of-result.ts';
import type { Asker, Received } from './read-message.ts';

export interface ResultRepliesOptions {
  readonly botUsername: string;
  readonly commands: CommandDesk;
  readonly memory: PictureMemory;
  readonly replies: ChatReplies;
  readonly services: Pick<CommandServices, 'gallery'>;
  readonly wording: Wording;
}

/**
 * Takes words that reply to what the bot painted: they say what to make of it. A reply to a picture means that one, also
 * within an album; a reply to the details of an album, or to a page of a history, means the whole result.
 */
export class ResultReplies {
  readonly #options: ResultRepliesOptions;

  constructor(options: ResultRepliesOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was such a reply. */
  async take(received: Received, own: GivenPictures): Promise<boolean> {
    const { commands, replies, wording } = this.#options;
    const { asker, message } = received;
    const { reply_to_message: replied } = message;
    const words = (message.text ?? message.caption ?? '').trim();
    if (replied === undefined || words === '' || !this.#isOwn(replied)) return false;
    const shown = await this.#shownBy(replied, asker);
    if (shown === undefined) return false;
    const { language } = asker;
    const refusal =
      shown.length === 0
        ? wording.text('button.picturesGone', language)
        : refuseGiven(own, { language, wording });
    if (refusal !== undefined) replies.refuse(received, refusal);
    else {
      const pictures = [...shown, ...own.pictures].map(({ source }) => source);
      await commands.paint(received, words, { pictures, note: own.note && wording.text(own.note, language) });
    }
    return true;
  }

  #isOwn({ from }: Message): boolean {
    const { botUsername } = this.#options;
    return from?.is_bot === true && from.username?.toLowerCase() === botUsername.toLowerCase();
  }

  /** Undefined when the message is about no result; empty when nothing is kept of it. */
  async #shownBy(
    replied: Message,
    asker: Asker,
  ): Promise<readonly Pick<GivenPicture, 'source'>[] | undefined> {
    const { memory, services } = this.#options;
    const picture = pictureIn(replied);
    const place = { chatId: replied.chat.id, messageId: replied.message_id };
    const shown = picture && (await memory.shown(place));
    if (shown !== undefined) return [shown];
    const kept = await picturesOfResult(replied, { ...services, asker });
    return picture !== undefined && (kept === undefined || kept.length === 0) ? [picture] : kept;
  }
}
