import type { Update } from 'grammy/types';
import type { Log } from '../../core/log.ts';
import type { Post } from '../../core/post.ts';
import type { Connection } from '../connection.ts';
import { standingBy, untilHeld } from '../stand-by.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';
import { isFailure, TelegramCallFailed } from './telegram-call-failed.ts';
import type { UpdateSource } from './update-source.ts';

export interface UpdateFeedOptions {
  readonly source: UpdateSource;
  /** Whether this process is the one that handles updates: one at a time does. */
  readonly post: Post;
  /** Is awaited before the first fetch, and again after another way of taking updates got in between. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  /** Resolves when what the update asks for is committed. */
  readonly handle: (update: Update) => Promise<void>;
  /** Resolves when nothing of what was handled can be lost any more. */
  readonly stored: () => Promise<void>;
  readonly onConnectionChange: (connection: Connection) => void;
  readonly log: Log;
  readonly pause?: Pause;
  /** First pause before another attempt; doubles up to a minute. */
  readonly firstRetryMs?: number;
  /** Pause while the operator has to do something first: another poller, a revoked token. */
  readonly blockedRetryMs?: number;
}

const longestRetryMs = 60_000;

/**
 * Takes updates from their source and has them handled, one batch after the other: only when all of one is handled does
 * the source hear of it. Updates of one chat are handled in their order, chats side by side.
 */
export class UpdateFeed {
  readonly #options: UpdateFeedOptions;
  readonly #pause: Pause;
  readonly #stopping = new AbortController();
  readonly #connected = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;
  #isPrepared = false;
  #state: Connection['state'] = 'off';
  #wasConnected = false;
  #isRefused = false;
  #failures = 0;
  #reportedFailure: string | undefined;

  constructor(options: UpdateFeedOptions) {
    this.#options = options;
    this.#pause = options.pause ?? realPause;
  }

  /**
   * Resolves when Telegram has answered for the first time and what waited there is handled, when another process
   * fetches in this one's place, or when the feed was stopped before.
   *
   * @throws TelegramCallFailed `token-refused` when Telegram never accepted the token; nothing is fetched then.
   */
  async start(): Promise<void> {
    this.#running ??= this.#run();
    await this.#connected.promise;
  }

  /** Ends a waiting call, lets handlers end and confirms what was handled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#connected.resolve();
    this.#changeConnection({ state: 'off', reason: undefined });
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted && !this.#isRefused) await this.#turn();
    await this.#options.source.end();
    await this.#leavePost();
  }

  async #leavePost(): Promise<void> {
    try {
      await this.#options.post.leave();
    } catch (error) {
      this.#options.log.warn({ error }, 'the updates could not be left to another process at once');
    }
  }

  async #turn(): Promise<void> {
    try {
      await this.#prepare();
      // Right after a failure nothing is waited for, so that the connection shows at once.
      const waits = this.#state === 'connected';
      const updates = await this.#options.source.next({ waits, signal: this.#stopping.signal });
      if (updates === undefined) {
        this.#isPrepared = false;
        return;
      }
      this.#succeeded();
      await this.#handleAll(updates);
      this.#connected.resolve();
      await this.#options.source.handled(updates);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      await this.#failed(error);
    }
  }

  async #prepare(): Promise<void> {
    if (this.#isPrepared) return;
    const { post, prepare } = this.#options;
    const { signal } = this.#stopping;
    if (!(await post.hold())) {
      this.#standsBy();
      await untilHeld(post, signal);
    }
    await prepare(signal);
    this.#isPrepared = true;
  }

  async #handleAll(updates: readonly Update[]): Promise<void> {
    const lanes = Map.groupBy(updates, laneOf);
    await Promise.all([...lanes.values()].map((lane) => this.#handleInOrder(lane)));
    await this.#options.stored();
  }

  async #handleInOrder(updates: readonly Update[]): Promise<void> {
    for (const update of updates) {
      try {
        await this.#options.handle(update);
      } catch (error) {
        // Handling it again would end the same way, and nothing behind it would ever be handled.
        this.#options.log.error({ updateId: update.update_id, error }, 'an update could not be handled');
      }
    }
  }

  #standsBy(): void {
    this.#changeConnection(standingBy);
    this.#connected.resolve();
  }

  #succeeded(): void {
    this.#failures = 0;
    if (this.#state === 'connected') return;
    this.#reportedFailure = undefined;
    this.#wasConnected = true;
    this.#options.log.info({}, 'connected to Telegram');
    this.#changeConnection({ state: 'connected', reason: undefined });
  }

  async #failed(error: unknown): Promise<void> {
    const { blockedRetryMs = 30_000, firstRetryMs = 1_000 } = this.#options;
    this.#changeConnection(this.#connectionAfter(error));
    this.#report(error);
    if (!this.#wasConnected && isFailure(error, 'token-refused')) {
      this.#isRefused = true;
      this.#connected.reject(error);
      return;
    }
    // A webhook that somebody has set is such another way, and preparing removes it.
    if (isFailure(error, 'other-poller')) this.#isPrepared = false;
    const isBlocked = blockOf(error) !== undefined;
    const doubled = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
    const retryMs = isBlocked ? blockedRetryMs : doubled * (0.5 + Math.random() / 2);
    const asked = error instanceof TelegramCallFailed ? error.retryAfterMs : undefined;
    this.#failures += 1;
    await this.#pause(asked ?? retryMs, this.#stopping.signal);
  }

  /** Once for each reason, until the connection is back. */
  #report(error: unknown): void {
    const failure = error instanceof TelegramCallFailed ? error.failure : 'unexpected';
    if (failure === this.#reportedFailure) return;
    this.#reportedFailure = failure;
    const reason = blockOf(error)?.reason;
    if (reason === undefined) this.#options.log.warn({ error }, 'lost the connection to Telegram');
    else this.#options.log.error({ error }, reason);
  }

  #connectionAfter(error: unknown): Connection {
    const block = blockOf(error);
    if (block !== undefined) return block;
    const state = this.#wasConnected ? 'reconnecting' : 'connecting';
    const whose = error instanceof TelegramCallFailed ? 'Telegram' : 'the database';
    return { state, reason: `${whose} gives no usable answer; trying again` };
  }

  #changeConnection(connection: Connection): void {
    if (connection.state === this.#state) return;
    this.#state = connection.state;
    this.#options.onConnectionChange(connection);
  }
}

/** What ends only when the operator does something. */
function blockOf(error: unknown): Connection | undefined {
  if (isFailure(error, 'other-poller')) {
    const reason = 'another process takes updates with the same TELEGRAM_TOKEN: stop one of the two';
    return { state: 'blocked', reason };
  }
  if (error instanceof TelegramCallFailed && error.method === 'setWebhook' && isFailure(error, 'rejected')) {
    const reason =
      'Telegram does not take TELEGRAM_WEBHOOK_URL: it has to be an https:// address that the internet reaches, with port 443, 80, 88 or 8443';
    return { state: 'blocked', reason };
  }
  if (isFailure(error, 'token-refused')) {
    const reason = 'Telegram does not accept TELEGRAM_TOKEN: get a new one from https://t.me/BotFather';
    return { state: 'refused', reason };
  }
  return undefined;
}

function laneOf(update: Update): number {
  const message = update.message ?? update.callback_query?.message ?? update.my_chat_member;
  return message?.chat.id ?? update.callback_query?.from.id ?? update.inline_query?.from.id ?? 0;
}
