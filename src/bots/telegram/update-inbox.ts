import { setTimeout as delay } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import type { Storage } from '../../core/storage/storage.ts';
import type { UpdateSource } from './update-source.ts';

/** Held by the process that handles updates. */
export const updatesPost = 'telegram-updates';

export interface UpdateInboxOptions {
  readonly storage: Storage;
  readonly now: () => number;
  /** How often it is looked for what other processes took in. */
  readonly lookAgainMs?: number;
}

const batchSize = 100;

/** `next` comes back now and then, as a poll does. */
const longestWaitMs = 30_000;

/**
 * Keeps what Telegram brings to any process in the database, and gives it to the one that handles updates. So an update
 * is confirmed after its commit, is handled once however often it comes, and in the order of its chat.
 */
export class UpdateInbox implements UpdateSource {
  readonly #options: UpdateInboxOptions;
  #arrival = Promise.withResolvers<void>();

  constructor(options: UpdateInboxOptions) {
    this.#options = options;
  }

  /** Resolves when the update cannot be lost any more. */
  async take(update: Pick<Update, 'update_id'>): Promise<void> {
    const { now, storage } = this.#options;
    const arrived = { number: update.update_id, content: JSON.stringify(update), arrivedAtMs: now() };
    await storage.transaction(({ arrivedUpdates }) => arrivedUpdates.keep(arrived));
    this.#arrival.resolve();
  }

  async next({ signal, waits }: { readonly waits: boolean; readonly signal: AbortSignal }) {
    const { lookAgainMs = 250 } = this.#options;
    for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
      // Before the look: what arrives during it is looked for once more.
      this.#arrival = Promise.withResolvers<void>();
      const found = await this.#look();
      if (found === undefined || found.length > 0 || !waits || waitedMs >= longestWaitMs) return found;
      await this.#untilArrival(lookAgainMs, signal);
    }
  }

  async handled(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const numbers = updates.map(({ update_id: number }) => number);
    await this.#options.storage.transaction(({ arrivedUpdates }) => arrivedUpdates.handled(numbers));
  }

  async end(): Promise<void> {}

  /** The post is asked for only with something to handle: whoever stood still has lost it without a word. */
  #look(): Promise<readonly Update[] | undefined> {
    return this.#options.storage.transaction(async ({ arrivedUpdates, processes }) => {
      const waiting = await arrivedUpdates.waiting(batchSize);
      if (waiting.length > 0 && !(await processes.hold(updatesPost))) return undefined;
      return waiting.map(({ content }) => JSON.parse(content) as Update);
    });
  }

  /** @throws the reason of the signal when it is aborted. */
  async #untilArrival(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const pause = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
    try {
      await Promise.race([pause, this.#arrival.promise]);
    } finally {
      over.abort();
      await pause.catch(() => {});
    }
  }
}
