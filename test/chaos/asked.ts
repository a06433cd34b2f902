import type { TelegramMessage, TelegramUpdate } from '@gramio/types';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person as DiscordPerson } from '../fakes/discord/control/person.ts';
import type { Channel } from '../fakes/discord/entities.ts';
import type { ChatView } from '../fakes/telegram/chat-view.ts';

interface AskedAnywhere {
  readonly number: number;
  readonly prompt: string;
  readonly count: number;
  readonly isPrivate: boolean;
  readonly atMs: number;
}

export interface AskedOnDiscord extends AskedAnywhere {
  readonly platform: 'discord';
  readonly person: DiscordPerson;
  readonly channel: Channel;
  readonly handle: InteractionHandle;
}

export interface AskedOnTelegram extends AskedAnywhere {
  readonly platform: 'telegram';
  readonly update: TelegramUpdate;
  readonly message: TelegramMessage;
  /** Nothing can come of it but a 'no'. */
  readonly isImpossible: boolean;
  /** Where the answer belongs. */
  readonly chat: ChatView;
}

/** One thing that a person asked for. */
export type Asked = AskedOnDiscord | AskedOnTelegram;

/** The word in a prompt that tells one request from every other. */
export function markerOf(number: number): string {
  return `wish${String(number).padStart(5, '0')}`;
}

/** The requests that a text speaks of. */
export function markersIn(text: string): readonly number[] {
  return [...new Set([...text.matchAll(/wish(\d{5})/g)].map(([, digits]) => Number(digits)))];
}

/** Whether a text says that something is still to come. */
export function tellsProgress(text: string): boolean {
  return /⏳|🎨 Painting|🖼 Painted|⬆ Making|✂ Cutting|✍️ Making|🔎 Looking|✅ Done!/u.test(text);
}

/** Whether a text asks for the words of a new painting; it quotes those of the old one. */
export function tellsQuestion(text: string): boolean {
  return text.includes('Answer by a reply to this message');
}

/** Whether a text says that somebody called it off. */
export function tellsCancellation(text: string): boolean {
  return text.includes('✋ Cancelled');
}

/** Whether a text says that nothing was begun: too many requests, no money left, a fault before the acceptance, nothing left to work from. */
export function tellsRefusal(text: string): boolean {
  return /✋ You|✋ So|💸|🔄|🔒|😵|I did not start this|I am already on it|🗑 Deleted\.|I no longer|belongs to somebody else/u.test(
    text,
  );
}
