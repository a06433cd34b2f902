import type { TelegramChat, TelegramMessage, TelegramUser } from '@gramio/types';
import { buttonRows } from './reply-markup.ts';

/** How the bot stands in a chat. In a private chat `member` means that the person has started the bot. */
export type BotStatus = 'member' | 'administrator' | 'left' | 'kicked' | 'not-started';

/** Kinds of content that a group can forbid. */
export type ContentKind = 'text messages' | 'photos' | 'documents';

/** One thing that happened in a chat, in order. */
export type ChatEvent = {
  readonly kind: 'sent' | 'edited' | 'deleted' | 'action' | 'reaction';
  readonly messageId: number | undefined;
  readonly text: string;
};

type FakeChatOptions = {
  readonly chat: TelegramChat;
  readonly botStatus: BotStatus;
  readonly nextMessageId: () => number;
};

/** The state of one chat: members, topics and every version of every message. It knows no rules. */
export class FakeChat {
  readonly description: TelegramChat;
  readonly members = new Map<number, TelegramUser>();
  /** Members who keep order, by their id. */
  readonly administrators = new Set<number>();
  /** Those of them who may change the title and the like. */
  readonly infoChangers = new Set<number>();
  /** Topic names by `message_thread_id`. */
  readonly topics = new Map<number, { name: string; isClosed: boolean }>();
  /** What members may not send; administrators may. */
  readonly forbidden = new Set<ContentKind>();
  readonly events: ChatEvent[] = [];
  readonly nextMessageId: () => number;
  botStatus: BotStatus;
  /** The person's account was deleted. */
  isDeactivated = false;
  migratedTo: number | undefined;
  /** The last bot that wrote here: a plain /command goes to it (https://core.telegram.org/bots/features#privacy-mode). */
  lastBotToWrite: number | undefined;
  readonly #versions = new Map<number, TelegramMessage[]>();
  readonly #deleted = new Set<number>();

  constructor({ chat, botStatus, nextMessageId }: FakeChatOptions) {
    this.description = chat;
    this.botStatus = botStatus;
    this.nextMessageId = nextMessageId;
  }

  get id(): number {
    return this.description.id;
  }

  get isPrivate(): boolean {
    return this.description.type === 'private';
  }

  /** What the chat shows now, oldest first. */
  messages(): TelegramMessage[] {
    return [...this.#versions.keys()].flatMap((messageId) => this.find(messageId) ?? []);
  }

  /** The present version of a message; `undefined` when it is deleted or was never there. */
  find(messageId: number): TelegramMessage | undefined {
    return this.#deleted.has(messageId) ? undefined : this.#versions.get(messageId)?.at(-1);
  }

  /** Every version of a message, first to last, also of a deleted one. */
  versions(messageId: number): readonly TelegramMessage[] {
    return this.#versions.get(messageId) ?? [];
  }

  add(message: TelegramMessage): void {
    this.#versions.set(message.message_id, [message]);
    if (message.from?.is_bot === true) this.lastBotToWrite = message.from.id;
    this.#note('sent', message);
  }

  replace(message: TelegramMessage): void {
    const versions = this.#versions.get(message.message_id);
    if (versions === undefined) throw new Error(`Message ${message.message_id} was never sent`);
    versions.push(message);
    this.#note('edited', message);
  }

  delete(messageId: number): void {
    const message = this.find(messageId);
    this.#deleted.add(messageId);
    if (message !== undefined) this.#note('deleted', message);
  }

  noteAction(kind: 'action' | 'reaction', text: string): void {
    this.events.push({ kind, messageId: undefined, text });
  }

  /** The chat as text, for people who read a failed test. */
  transcript(): string {
    const title = this.description.title ?? this.description.first_name ?? '';
    const lines = this.events.map((event) => `  ${event.text}`);
    return [`${this.description.type} chat ${this.id} "${title}":`, ...lines].join('\n');
  }

  #note(kind: 'sent' | 'edited' | 'deleted', message: TelegramMessage): void {
    const text = `${kind} #${message.message_id} ${describeMessage(message)}`;
    this.events.push({ kind, messageId: message.message_id, text });
  }
}

/** One line that tells who wrote what. */
function describeMessage(message: TelegramMessage): string {
  const author =
    message.from?.is_bot === true ? `[bot] ${message.from.first_name}` : message.from?.first_name;
  const media =
    message.photo !== undefined
      ? ' (photo)'
      : message.document !== undefined
        ? ` (document ${message.document.file_name})`
        : '';
  const text = JSON.stringify(message.text ?? message.caption ?? '');
  const buttons = buttonRows(message)
    .map((row) => row.map((button) => `[${button.text}]`).join(' '))
    .join(' / ');
  return `${author ?? 'Telegram'}${media}: ${text}${buttons === '' ? '' : ` ${buttons}`}`;
}
