import type { ChatFullInfo, ChatMember, ChatPermissions } from 'grammy/types';
import type { Log } from '../../core/log.ts';
import type { Pause } from './pause.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface ChatRightsOptions {
  readonly api: Pick<TelegramApi, 'getChat' | 'getChatMember'>;
  /** The bot's own id. */
  readonly botId: number;
  readonly log: Log;
  readonly now: () => number;
  readonly pause: Pause;
}

/** Rights change rarely, and nobody tells when those of all members do. */
const knownForMs = 5 * 60_000;
const unknownForMs = 60_000;
/** Everybody's updates wait for the slowest one of their batch. */
const patienceMs = 700;
const callTimeoutMs = 5_000;
const mostChats = 1_000;

interface Lookup {
  readonly finding: Promise<boolean | undefined>;
  answer: boolean | undefined;
  /** Somebody waited for it in vain once; nobody else does. */
  isSlow: boolean;
  untilMs: number;
}

/** Knows in which groups the bot may post pictures, so that none is paid for where it cannot be shown. */
export class ChatRights {
  readonly #options: ChatRightsOptions;
  readonly #lookups = new Map<number, Lookup>();

  constructor(options: ChatRightsOptions) {
    this.#options = options;
  }

  /** True as well when Telegram does not tell in time: what is not known is no reason to refuse anybody. */
  async mayPostPictures(chatId: number): Promise<boolean> {
    const lookup = this.#current(chatId) ?? this.#look(chatId);
    if (lookup.isSlow) return lookup.answer ?? true;
    const waiting = new AbortController();
    const answer = await Promise.race([
      lookup.finding,
      this.#options.pause(patienceMs, waiting.signal).then(() => undefined),
    ]);
    waiting.abort();
    if (answer === undefined) lookup.isSlow = true;
    return answer ?? true;
  }

  /** What was known of a chat may not be true any more. */
  forget(chatId: number): void {
    this.#lookups.delete(chatId);
  }

  #current(chatId: number): Lookup | undefined {
    const lookup = this.#lookups.get(chatId);
    return lookup !== undefined && this.#options.now() < lookup.untilMs ? lookup : undefined;
  }

  #look(chatId: number): Lookup {
    const { log, now } = this.#options;
    const finding = this.#ask(chatId).then(
      (answer) => {
        lookup.answer = answer;
        return answer;
      },
      (error: unknown) => {
        lookup.untilMs = now() + unknownForMs;
        log.debug({ error }, 'the rights in a chat could not be read');
        return undefined;
      },
    );
    const lookup: Lookup = { finding, answer: undefined, isSlow: false, untilMs: now() + knownForMs };
    this.#lookups.delete(chatId);
    this.#lookups.set(chatId, lookup);
    const [oldest] = this.#lookups.keys();
    if (this.#lookups.size > mostChats && oldest !== undefined) this.#lookups.delete(oldest);
    return lookup;
  }

  async #ask(chatId: number): Promise<boolean> {
    const { api, botId } = this.#options;
    const options = { timeoutMs: callTimeoutMs };
    const [chat, member] = await Promise.all([
      api.getChat({ chat_id: chatId }, options),
      api.getChatMember({ chat_id: chatId, user_id: botId }, options),
    ]);
    return mayPost(chat, member);
  }
}

/** Administrators may; others need their own right and that of all members: https://core.telegram.org/bots/api#chatpermissions */
function mayPost({ permissions }: ChatFullInfo, member: ChatMember): boolean {
  switch (member.status) {
    case 'restricted':
      return allowsPictures(member) && allowsPictures(permissions);
    case 'member':
      return allowsPictures(permissions);
    case 'creator':
    case 'administrator':
    // Being shut out is told by an update of its own.
    case 'left':
    case 'kicked':
      return true;
    default:
      return member satisfies never;
  }
}

/** What Telegram does not mention is not forbidden. */
function allowsPictures(
  rights: Pick<ChatPermissions, 'can_send_messages' | 'can_send_photos'> | undefined,
): boolean {
  return rights?.can_send_messages !== false && rights?.can_send_photos !== false;
}
