import type { Command, CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import { createPost } from '../../core/post.ts';
import type { Storage } from '../../core/storage/storage.ts';
import type { Connection } from '../connection.ts';
import { ChatReplies } from './chat-replies.ts';
import { InlineDesk } from './inline-desk.ts';
import { LongPoll } from './long-poll.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';
import { persist } from './persist.ts';
import { PlaceChanges } from './place-changes.ts';
import { registerCommands } from './register-commands.ts';
import type { TelegramApi } from './telegram-api.ts';
import { UpdateFeed } from './update-feed.ts';
import { UpdateHandler } from './update-handler.ts';
import { UpdateInbox, updatesPost } from './update-inbox.ts';
import { updateKinds } from './update-source.ts';
import type { DirectMessageText } from './words-desk.ts';

interface Webhook {
  readonly url: string;
  /** Goes along with every update: 1 to 256 of `A-Z a-z 0-9 _ -`. */
  readonly secret: string;
}

export interface TelegramBotOptions {
  readonly api: TelegramApi;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly rates: CommandRates;
  readonly storage: Storage;
  /** Whether other processes may ask for updates in its place. */
  readonly isShared?: boolean;
  readonly wording: Wording;
  readonly directMessageText: DirectMessageText;
  /** Where Telegram brings updates; undefined: they are asked for. */
  readonly webhook?: Webhook | undefined;
  readonly log: Log;
  /** Is told whenever the bot comes to stand differently with Telegram. */
  readonly onConnectionChange?: (connection: Connection) => void;
  /** How long answers that wait may take when the bot stops. */
  readonly drainMs?: number;
  readonly pause?: Pause;
  readonly now?: () => number;
  /** First pause before another attempt to connect; doubles up to a minute. */
  readonly firstRetryMs?: number;
  /** Pause between attempts while the operator has to do something first. */
  readonly blockedRetryMs?: number;
}

/** Takes commands from Telegram and answers them; what is painted reaches people through the courier. */
export class TelegramBot {
  readonly #options: TelegramBotOptions;
  readonly #replies: ChatReplies;
  readonly #places: PlaceChanges;
  readonly #inbox: UpdateInbox;
  readonly #feed: UpdateFeed;
  readonly #stopping = new AbortController();
  #handler: UpdateHandler | undefined;
  #inline: InlineDesk | undefined;
  #registering: Promise<void> | undefined;
  #isConnected = false;
  #stopped: Promise<void> | undefined;

  constructor(options: TelegramBotOptions) {
    this.#options = options;
    this.#replies = new ChatReplies(options);
    this.#places = new PlaceChanges({ ...options, generations: options.services.generations });
    options.api.onClosed((chatId, failure) => {
      this.#handler?.forgetRights(chatId);
      if (failure === 'place-lost') this.#places.noteLost(chatId);
    });
    options.api.onMoved((move) => this.#places.noteMoved(move));
    const { api, log, now = Date.now, storage, webhook } = options;
    this.#inbox = new UpdateInbox({ storage, now });
    const post = createPost(storage, updatesPost);
    const rivals = options.isShared ? post : undefined;
    this.#feed = new UpdateFeed({
      ...options,
      source:
        webhook === undefined ? new LongPoll({ api, inbox: this.#inbox, post: rivals, log }) : this.#inbox,
      post,
      prepare: (signal) => this.#prepare(signal),
      handle: async (update) =>
        update.inline_query === undefined
          ? this.#handler?.handle(update)
          : this.#inline?.take(update.inline_query),
      stored: async () => this.#handler?.stored(),
      onConnectionChange: (connection) => this.#changeConnection(connection),
    });
  }

  /** Keeps what Telegram brought until it is handled, also before the start and while another process handles it. */
  get inbox(): UpdateInbox {
    return this.#inbox;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /**
   * Connects, and resolves when what Telegram gave as its first answer to the long poll is handled, when another process
   * is connected in its place, or when the bot was stopped before. While Telegram cannot be reached, or another process takes the updates, it keeps trying.
   *
   * @throws TelegramCallFailed `token-refused` when Telegram never accepted the token.
   */
  start(): Promise<void> {
    return this.#feed.start();
  }

  /** Takes no more updates, confirms those that were handled, and sends the answers that wait. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#feed.stop();
    await this.#handler?.stop();
    await this.#inline?.settled();
    await this.#registering;
    await this.#replies.stop(this.#options.drainMs ?? 5_000);
    await this.#handler?.settled();
    await this.#places.settled();
  }

  /** Learns who the bot is, and says where updates go; those that wait are kept. */
  async #prepare(signal: AbortSignal): Promise<void> {
    const { api } = this.#options;
    const { id, username } = await api.getMe({ signal });
    await this.#directUpdates(signal);
    this.#inline ??= new InlineDesk({ ...this.#options, botId: id, now: this.#options.now ?? Date.now });
    this.#handler ??= await this.#createHandler({ botId: id, botUsername: username });
    this.#registering ??= this.#register();
  }

  async #directUpdates(signal: AbortSignal): Promise<void> {
    const { api, webhook } = this.#options;
    if (webhook === undefined) await api.deleteWebhook({ signal });
    else {
      const { secret, url } = webhook;
      await api.setWebhook({ url, secret_token: secret, allowed_updates: updateKinds }, { signal });
    }
  }

  async #createHandler(bot: { botId: number; botUsername: string }): Promise<UpdateHandler> {
    const { now = Date.now, pause = realPause } = this.#options;
    const handler = new UpdateHandler({
      ...this.#options,
      ...bot,
      now,
      pause,
      replies: this.#replies,
      places: this.#places,
    });
    await handler.resume();
    return handler;
  }

  async #register(): Promise<void> {
    const { api, commands, log, pause = realPause, services, wording } = this.#options;
    const { adminIds } = services.house;
    const { signal } = this.#stopping;
    try {
      const changed = await persist(() => registerCommands(api, { adminIds, commands, wording, signal }), {
        pause,
        signal,
      });
      log.info({ changed }, 'Telegram knows the commands');
    } catch (error) {
      // The commands of an earlier start are still there, and people can type them in any case.
      if (!signal.aborted) log.warn({ error }, 'the commands could not be registered');
    }
  }

  #changeConnection(connection: Connection): void {
    this.#isConnected = connection.state === 'connected';
    this.#options.onConnectionChange?.(connection);
  }
}
