import type { Update } from 'grammy/types';
import type { Log } from '../../core/log.ts';
import type { Post } from '../../core/post.ts';
import type { TelegramApi } from './telegram-api.ts';
import type { UpdateInbox } from './update-inbox.ts';
import type { UpdateSource } from './update-source.ts';
import { updateKinds } from './update-source.ts';

export interface LongPollOptions {
  readonly api: TelegramApi;
  /** What a webhook brought before, and what comes first. */
  readonly inbox: UpdateInbox;
  /** Whether this process is the one that asks; undefined where there is no other. */
  readonly post: Pick<Post, 'hold'> | undefined;
  readonly log: Log;
}

const batchSize = 100;
const pollSeconds = 30;
const pollMarginMs = 15_000;
const confirmTimeoutMs = 3_000;

/**
 * Asks Telegram for updates: https://core.telegram.org/bots/api#getupdates
 *
 * Asking for the next ones confirms those before; one that was not confirmed comes again.
 */
export class LongPoll implements UpdateSource {
  readonly #options: LongPollOptions;
  #offset = 0;
  #hasLeft = true;

  constructor(options: LongPollOptions) {
    this.#options = options;
  }

  async next({ signal, waits }: { readonly waits: boolean; readonly signal: AbortSignal }) {
    const { api, inbox } = this.#options;
    if (this.#hasLeft) {
      const left = await inbox.next({ waits: false, signal });
      if (left === undefined || left.length > 0) return left;
      this.#hasLeft = false;
    }
    const timeout = waits ? pollSeconds : 0;
    if (!(await this.#holdsPost())) return undefined;
    const updates = await api.getUpdates(
      { offset: this.#offset, limit: batchSize, timeout, allowed_updates: updateKinds },
      { signal, timeoutMs: timeout * 1_000 + pollMarginMs },
    );
    return updates.length === 0 || (await this.#holdsPost()) ? updates : undefined;
  }

  async handled(updates: readonly Update[]): Promise<void> {
    if (this.#hasLeft) {
      await this.#options.inbox.handled(updates);
      return;
    }
    const last = updates.at(-1)?.update_id;
    // A repeated update may come with an id that was confirmed long ago.
    if (last !== undefined) this.#offset = Math.max(this.#offset, last + 1);
  }

  /** Whoever stood still has lost the post without a word. Two that ask put each other off, and so does a last confirmation. */
  async #holdsPost(): Promise<boolean> {
    const { post } = this.#options;
    const holds = post === undefined || (await post.hold());
    if (!holds) this.#offset = 0;
    return holds;
  }

  async end(): Promise<void> {
    if (this.#offset === 0) return;
    const { api, log } = this.#options;
    try {
      await api.getUpdates(
        { offset: this.#offset, limit: 1, timeout: 0, allowed_updates: updateKinds },
        { timeoutMs: confirmTimeoutMs },
      );
    } catch (error) {
      // They come again at the next start, which is harmless.
      log.info({ error }, 'the last updates could not be confirmed');
    }
  }
}
