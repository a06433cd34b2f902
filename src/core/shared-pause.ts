import type { PauseReason } from './pause-reason.ts';
import type { Storage } from './storage/storage.ts';

export interface SharedPauseOptions {
  readonly storage: Storage;
  readonly now: () => number;
}

const name = 'painting is paused';

/** Tells all processes of one database that the account cannot pay; whoever looks after it says so again and again. */
export class SharedPause {
  readonly #options: SharedPauseOptions;

  constructor(options: SharedPauseOptions) {
    this.#options = options;
  }

  /** False when another process looks after it already. */
  begin(reason: PauseReason, forMs: number): Promise<boolean> {
    const nowMs = this.#options.now();
    const mark = { name, detail: reason, untilMs: nowMs + forMs };
    return this.#options.storage.transaction(({ marks }) => marks.claim(mark, nowMs));
  }

  /** It goes on for so long at least, unless it ends before. */
  async goesOn(reason: PauseReason, forMs: number): Promise<void> {
    const mark = { name, detail: reason, untilMs: this.#options.now() + forMs };
    await this.#options.storage.transaction(({ marks }) => marks.put(mark));
  }

  async end(): Promise<void> {
    await this.#options.storage.transaction(({ marks }) => marks.remove(name));
  }

  /** Why it is paused now, if it is. */
  async find(): Promise<PauseReason | undefined> {
    const { now, storage } = this.#options;
    const mark = await storage.transaction(({ marks }) => marks.find(name, now()));
    switch (mark?.detail) {
      case 'provider-out-of-funds':
      case 'provider-key-rejected':
        return mark.detail;
      default:
        return undefined;
    }
  }
}
