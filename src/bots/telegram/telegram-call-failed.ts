import { GrammyError, HttpError } from 'grammy';

/**
 * What a call to Telegram that did not succeed means for us. `unanswered` is the only one after which the call may have
 * had its effect. After `place-lost` nothing gets there until somebody lets the bot in again.
 */
export type CallFailure =
  | 'not-modified'
  | 'message-gone'
  | 'place-closed'
  | 'place-lost'
  | 'migrated'
  | 'photo-refused'
  | 'too-large'
  | 'token-refused'
  | 'other-poller'
  | 'rate-limited'
  | 'unanswered'
  | 'rejected';

/**
 * Among its 400s Telegram tells one from another by the description alone, so this is the one place that looks at it.
 * Where no other source is named, the words stand in the official server:
 * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp
 * Those in capitals come from Telegram's own servers and are handed on: https://core.telegram.org/api/errors
 */
const failureOfDescription: readonly (readonly [words: string, failure: CallFailure])[] = [
  ['message is not modified', 'not-modified'],
  ['message to edit not found', 'message-gone'],
  ["message can't be edited", 'message-gone'],
  ['MESSAGE_ID_INVALID', 'message-gone'],
  // The message has become something else, as after an answer whose confirmation was lost.
  ['there is no text in the message to edit', 'message-gone'],
  ['message to delete not found', 'message-gone'],
  ["message can't be deleted", 'message-gone'],
  ['chat not found', 'place-closed'],
  ['not enough rights', 'place-closed'],
  ['have no rights to send a message', 'place-closed'],
  ['need administrator rights in the channel chat', 'place-closed'],
  ['message thread not found', 'place-closed'],
  ['CHAT_WRITE_FORBIDDEN', 'place-closed'],
  ['CHAT_RESTRICTED', 'place-closed'],
  ['CHAT_ADMIN_REQUIRED', 'place-closed'],
  ['CHAT_SEND_PHOTOS_FORBIDDEN', 'place-closed'],
  ['CHAT_SEND_DOCS_FORBIDDEN', 'place-closed'],
  ['CHAT_SEND_MEDIA_FORBIDDEN', 'place-closed'],
  ['CHAT_SEND_PLAIN_FORBIDDEN', 'place-closed'],
  ['group chat was deactivated', 'place-closed'],
  ['CHANNEL_PRIVATE', 'place-lost'],
  ['USER_IS_BLOCKED', 'place-lost'],
  ['file is too big', 'too-large'],
  ['TOPIC_CLOSED', 'place-closed'],
  ['TOPIC_DELETED', 'place-closed'],
  ['PEER_ID_INVALID', 'place-closed'],
  ['too big for a photo', 'photo-refused'],
  ['PHOTO_INVALID_DIMENSIONS', 'photo-refused'],
  ['PHOTO_SAVE_FILE_INVALID', 'photo-refused'],
  ['PHOTO_EXT_INVALID', 'photo-refused'],
  ['IMAGE_PROCESS_FAILED', 'photo-refused'],
];

/**
 * A call to Telegram that did not succeed. It carries neither the address, which contains the bot's token, nor the
 * parameters, which contain people's words; so the library's own error is not its cause.
 */
export class TelegramCallFailed extends Error {
  override readonly name = 'TelegramCallFailed';
  readonly failure: CallFailure;
  readonly method: string;
  /** Telegram's code, or the operating system's or HTTP client's when there was no answer. */
  readonly code: number | string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The id of the supergroup that a group has become. */
  readonly migratedToChatId: number | undefined;

  constructor(details: {
    method: string;
    failure: CallFailure;
    code?: number | string | undefined;
    retryAfterMs?: number | undefined;
    migratedToChatId?: number | undefined;
  }) {
    const { method, failure, code } = details;
    super(`Telegram call '${method}' failed: ${failure}${code === undefined ? '' : ` (${code})`}`);
    this.method = method;
    this.failure = failure;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.migratedToChatId = details.migratedToChatId;
  }
}

/** Whether the bot may not write there, for now or for good. */
export function isClosed(error: unknown): error is TelegramCallFailed {
  return isFailure(error, 'place-closed') || isFailure(error, 'place-lost');
}

/** Whether a call failed in this way. */
export function isFailure(error: unknown, failure: CallFailure): boolean {
  return error instanceof TelegramCallFailed && error.failure === failure;
}

/**
 * Whether an edit failed for good, so that a new message is the way. One that was rejected for what it says is rejected
 * as a new message too, and nothing is lost by trying. In the supergroup that a group has become, the number of the
 * message belongs to another one.
 */
export function cannotBeEdited(error: unknown): boolean {
  return (['message-gone', 'migrated', 'rejected'] as const).some((failure) => isFailure(error, failure));
}

/** What an error of grammY's client means; anything else is a bug and comes back as it is. */
export function toCallFailed(method: string, error: unknown): unknown {
  if (error instanceof HttpError)
    return new TelegramCallFailed({ method, failure: 'unanswered', code: codeOf(error.error) });
  if (!(error instanceof GrammyError)) return error;
  const { retry_after: retryAfterSeconds, migrate_to_chat_id: migratedToChatId } = error.parameters;
  return new TelegramCallFailed({
    method,
    failure: failureOf(error),
    code: error.error_code,
    retryAfterMs: retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1_000,
    migratedToChatId,
  });
}

function failureOf({ error_code: code, description, parameters }: GrammyError): CallFailure {
  if (parameters.migrate_to_chat_id !== undefined) return 'migrated';
  const described = failureOfDescription.find(([words]) => description.includes(words))?.[1];
  if (code === 403 && described === 'place-closed') return described;
  switch (code) {
    case 400:
      return described ?? 'rejected';
    // A token that is not even well-formed is "Not Found".
    case 401:
    case 404:
      return 'token-refused';
    // Blocked, removed, never let in: https://core.telegram.org/api/errors#403-forbidden
    case 403:
      return 'place-lost';
    case 409:
      return 'other-poller';
    case 413:
      return 'too-large';
    case 429:
      return 'rate-limited';
    default:
      // Without a code of its own, or with a server's fault: something on the way answered, or Telegram stumbled.
      return 'unanswered';
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
