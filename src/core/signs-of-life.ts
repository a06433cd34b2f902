import type { Life } from './life.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage/storage.ts';

export interface SignsOfLifeOptions {
  readonly storage: Storage;
  readonly life: Life;
  readonly log: Log;
  /** Told after every sign whether it could be given. */
  readonly onGiven?: ((isGiven: boolean) => void) | undefined;
}

/** Whoever has given no sign for so long counts as dead; what it had in hand is done by others. */
export const lifeLengthMs = 20_000;

/** A sign may fail or come late three times before that. */
const intervalMs = 5_000;

/** Lets the other processes know that this one lives. */
export class SignsOfLife {
  readonly #options: SignsOfLifeOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SignsOfLifeOptions) {
    this.#options = options;
  }

  /** Resolves after the first sign. */
  async start(): Promise<void> {
    await this.#give();
    this.#options.onGiven?.(true);
    this.#timer ??= setInterval(() => void this.#giveSafely(), intervalMs);
  }

  /** Frees at once what this process has in hand. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#options.storage.transaction(({ processes }) => processes.end());
  }

  #give(): Promise<void> {
    const { life, storage } = this.#options;
    return storage.transaction(({ processes }) => processes.live(life.now() + lifeLengthMs));
  }

  async #giveSafely(): Promise<void> {
    try {
      await this.#give();
      this.#options.onGiven?.(true);
    } catch (error) {
      this.#options.onGiven?.(false);
      this.#options.log.warn({ error }, 'a sign of life could not be stored');
    }
  }
}
