import { Api } from 'grammy';
import type {
  BotCommand,
  ChatFullInfo,
  ChatMember,
  Message,
  Opts,
  Update,
  UserFromGetMe,
} from 'grammy/types';
import { FloodPauses } from './flood-pauses.ts';
import { isFailure, TelegramCallFailed, toCallFailed } from './telegram-call-failed.ts';

export interface TelegramApiOptions {
  /** The bot's token. */
  readonly token: string;
  /** As in `https://api.telegram.org`. */
  readonly apiUrl: string;
  readonly now?: () => number;
  /** How long a call without files may take. */
  readonly callTimeoutMs?: number;
  /** How long a call with files may take; the whole upload counts. */
  readonly uploadTimeoutMs?: number;
  /** Told of every call that Telegram puts off. */
  readonly onRateLimited?: () => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** For now, or until somebody lets the bot in again. */
export type ClosedPlace = 'place-closed' | 'place-lost';

/** A group has become a supergroup, which has an id of its own. */
export interface ChatMove {
  readonly from: number;
  readonly to: number;
}

type Raw = Api['raw'];
type Signal = NonNullable<Parameters<Raw['getMe']>[0]>;
type Send<Parameters, Result> = (raw: Raw, parameters: Parameters, signal: Signal) => Promise<Result>;

/** Clocks differ a little, and Telegram counts in whole seconds. */
const pauseMarginMs = 100;

/**
 * The calls to the Bot API that Easel needs, each sent once: https://core.telegram.org/bots/api
 *
 * While Telegram wants quiet in a chat, calls that would break it fail here as `rate-limited`, with the rest of the
 * wait. A group that has become a supergroup is followed by what sends; a message of the old group cannot be edited
 * there, because its id means another message in the new one. Every method throws TelegramCallFailed.
 */
export class TelegramApi {
  readonly #api: Api;
  readonly #fileRoot: string;
  readonly #pauses: FloodPauses;
  readonly #callTimeoutMs: number;
  readonly #uploadTimeoutMs: number;
  readonly #onRateLimited: (() => void) | undefined;
  #tellClosed: (chatId: number, failure: ClosedPlace) => void = () => {};
  #tellMoved: (move: ChatMove) => void = () => {};

  constructor(options: TelegramApiOptions) {
    const { token, apiUrl, callTimeoutMs = 10_000, uploadTimeoutMs = 120_000, now = Date.now } = options;
    this.#fileRoot = `${apiUrl.replace(/\/+$/, '')}/file/bot${token}`;
    this.#api = new Api(token, { apiRoot: apiUrl.replace(/\/+$/, ''), sensitiveLogs: false });
    this.#pauses = new FloodPauses(now);
    this.#callTimeoutMs = callTimeoutMs;
    this.#uploadTimeoutMs = uploadTimeoutMs;
    this.#onRateLimited = options.onRateLimited;
  }

  /** Has somebody told of every chat in which a call finds that the bot may not write. */
  onClosed(listener: (chatId: number, failure: ClosedPlace) => void): void {
    this.#tellClosed = listener;
  }

  /** Has somebody told of every group that a call finds to have become a supergroup. */
  onMoved(listener: (move: ChatMove) => void): void {
    this.#tellMoved = listener;
  }

  getMe(options: CallOptions = {}): Promise<UserFromGetMe> {
    return this.#once('getMe', options, (signal) => this.#api.raw.getMe(signal));
  }

  getUpdates(parameters: Opts<'getUpdates'>, options: CallOptions = {}): Promise<Update[]> {
    return this.#once('getUpdates', options, (signal) => this.#api.raw.getUpdates(parameters, signal));
  }

  /** Updates that wait are kept, and brought there. */
  async setWebhook(parameters: Opts<'setWebhook'>, options: CallOptions = {}): Promise<void> {
    await this.#once('setWebhook', options, (signal) => this.#api.raw.setWebhook(parameters, signal));
  }

  /** Updates that wait are kept. */
  async deleteWebhook(options: CallOptions = {}): Promise<void> {
    await this.#once('deleteWebhook', options, (signal) =>
      this.#api.raw.deleteWebhook({ drop_pending_updates: false }, signal),
    );
  }

  getMyCommands(parameters: Opts<'getMyCommands'>, options: CallOptions = {}): Promise<BotCommand[]> {
    return this.#once('getMyCommands', options, (signal) => this.#api.raw.getMyCommands(parameters, signal));
  }

  async setMyCommands(parameters: Opts<'setMyCommands'>, options: CallOptions = {}): Promise<void> {
    await this.#once('setMyCommands', options, (signal) => this.#api.raw.setMyCommands(parameters, signal));
  }

  /**
   * Where a file of at most 20 MB can be fetched for an hour. The address holds the bot's token: it goes into no log and
   * no message. https://core.telegram.org/bots/api#getfile
   */
  async fileUrl(fileId: string, options: CallOptions = {}): Promise<string> {
    const { file_path: path } = await this.#paced(
      'getFile',
      { parameters: {}, options },
      (raw, _parameters, signal) => raw.getFile({ file_id: fileId }, signal),
    );
    if (path === undefined) throw new TelegramCallFailed({ method: 'getFile', failure: 'rejected' });
    return `${this.#fileRoot}/${path}`;
  }

  /** Of a group; bots are not among them. */
  getChatAdministrators(
    parameters: Opts<'getChatAdministrators'>,
    options: CallOptions = {},
  ): Promise<ChatMember[]> {
    return this.#inChat('getChatAdministrators', { parameters, options }, (raw, following, signal) =>
      raw.getChatAdministrators(following, signal),
    );
  }

  getChat(parameters: Opts<'getChat'>, options: CallOptions = {}): Promise<ChatFullInfo> {
    return this.#once('getChat', options, (signal) => this.#api.raw.getChat(parameters, signal));
  }

  getChatMember(parameters: Opts<'getChatMember'>, options: CallOptions = {}): Promise<ChatMember> {
    return this.#once('getChatMember', options, (signal) => this.#api.raw.getChatMember(parameters, signal));
  }

  async answerCallbackQuery(
    parameters: Opts<'answerCallbackQuery'>,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#once('answerCallbackQuery', options, (signal) =>
      this.#api.raw.answerCallbackQuery(parameters, signal),
    );
  }

  async answerInlineQuery(parameters: Opts<'answerInlineQuery'>, options: CallOptions = {}): Promise<void> {
    await this.#once('answerInlineQuery', options, (signal) =>
      this.#api.raw.answerInlineQuery(parameters, signal),
    );
  }

  async sendChatAction(parameters: Opts<'sendChatAction'>, options: CallOptions = {}): Promise<void> {
    await this.#inChat('sendChatAction', { parameters, options }, (raw, following, signal) =>
      raw.sendChatAction(following, signal),
    );
  }

  sendMessage(parameters: Opts<'sendMessage'>, options: CallOptions = {}): Promise<Message> {
    return this.#inChat('sendMessage', { parameters, options }, (raw, following, signal) =>
      raw.sendMessage(following, signal),
    );
  }

  sendPhoto(parameters: Opts<'sendPhoto'>): Promise<Message> {
    return this.#inChat('sendPhoto', { parameters, options: this.#upload }, (raw, following, signal) =>
      raw.sendPhoto(following, signal),
    );
  }

  sendDocument(parameters: Opts<'sendDocument'>): Promise<Message> {
    return this.#inChat('sendDocument', { parameters, options: this.#upload }, (raw, following, signal) =>
      raw.sendDocument(following, signal),
    );
  }

  /** Resolves with the messages in the order of their pictures. */
  sendMediaGroup(parameters: Opts<'sendMediaGroup'>): Promise<Message[]> {
    return this.#inChat('sendMediaGroup', { parameters, options: this.#upload }, (raw, following, signal) =>
      raw.sendMediaGroup(following, signal),
    );
  }

  async editMessageText(parameters: Opts<'editMessageText'>, options: CallOptions = {}): Promise<void> {
    await this.#inChat('editMessageText', { parameters, options }, (raw, following, signal) =>
      raw.editMessageText(following, signal),
    );
  }

  async editMessageCaption(parameters: Opts<'editMessageCaption'>, options: CallOptions = {}): Promise<void> {
    await this.#inChat('editMessageCaption', { parameters, options }, (raw, following, signal) =>
      raw.editMessageCaption(following, signal),
    );
  }

  /** Resolves with the message as it is now, where it is the bot's own in a chat. */
  editMessageMedia(
    parameters: Opts<'editMessageMedia'>,
    options: CallOptions = this.#upload,
  ): Promise<Message | true> {
    return this.#inChat('editMessageMedia', { parameters, options }, (raw, following, signal) =>
      raw.editMessageMedia(following, signal),
    );
  }

  async deleteMessage(parameters: Opts<'deleteMessage'>): Promise<void> {
    await this.#inChat('deleteMessage', { parameters, options: {} }, (raw, following, signal) =>
      raw.deleteMessage(following, signal),
    );
  }

  get #upload(): CallOptions {
    return { timeoutMs: this.#uploadTimeoutMs };
  }

  async #inChat<Parameters extends { chat_id?: number | string | undefined }, Result>(
    method: string,
    { parameters, options }: { parameters: Parameters; options: CallOptions },
    send: Send<Parameters, Result>,
  ): Promise<Result> {
    try {
      return await this.#paced(method, { parameters, options }, send);
    } catch (error) {
      const chatId = error instanceof TelegramCallFailed ? error.migratedToChatId : undefined;
      if (chatId === undefined) throw error;
      this.#tellMoved({ from: Number(parameters.chat_id), to: chatId });
      if (!method.startsWith('send')) throw error;
      return await this.#paced(method, { parameters: moved(parameters, chatId), options }, send);
    }
  }

  async #paced<Parameters extends { chat_id?: number | string | undefined }, Result>(
    method: string,
    { parameters, options }: { parameters: Parameters; options: CallOptions },
    send: Send<Parameters, Result>,
  ): Promise<Result> {
    const chatId = Number(parameters.chat_id);
    const retryAfterMs = this.#pauses.remainingMs(method, chatId);
    if (retryAfterMs > 0) throw new TelegramCallFailed({ method, failure: 'rate-limited', retryAfterMs });
    try {
      return await this.#once(method, options, (signal) => send(this.#api.raw, parameters, signal));
    } catch (error) {
      if (error instanceof TelegramCallFailed && error.retryAfterMs !== undefined) {
        this.#pauses.note({ method, chatId, pauseMs: error.retryAfterMs + pauseMarginMs });
      }
      for (const failure of ['place-closed', 'place-lost'] as const)
        if (isFailure(error, failure)) this.#tellClosed(chatId, failure);
      throw error;
    }
  }

  async #once<Result>(
    method: string,
    { signal, timeoutMs = this.#callTimeoutMs }: CallOptions,
    send: (signal: Signal) => Promise<Result>,
  ): Promise<Result> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ending = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    try {
      // grammY types the signals of a package from before Node had its own, and takes Node's.
      return await send(ending as unknown as Signal);
    } catch (error) {
      const failed = toCallFailed(method, error);
      if (isFailure(failed, 'rate-limited')) this.#onRateLimited?.();
      throw failed;
    }
  }
}

/** Messages and topics of the old group are unknown in the new one. */
function moved<Parameters extends object>(parameters: Parameters, chatId: number): Parameters {
  const following: Record<string, unknown> & Parameters = { ...parameters, chat_id: chatId };
  delete following.reply_parameters;
  delete following.message_thread_id;
  return following;
}
