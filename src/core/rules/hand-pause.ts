import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';

export interface HandPauseOptions {
  readonly storage: Storage;
  /** Told whenever it begins or ends. */
  readonly onChange: () => void;
  readonly log: Log;
}

/** Another process may pause or go on: people should see that at once. */
const lookEveryMs = 1_000;

/** Whether those who run the bot have stopped it by hand. It is kept with the rules, so it outlives every process. */
export class HandPause {
  readonly #options: HandPauseOptions;
  #isPaused = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: HandPauseOptions) {
    this.#options = options;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Resolves when it is known how things stand. */
  async start(): Promise<void> {
    await this.look();
    this.#timer ??= setInterval(() => void this.look(), lookEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Looks now, after an earlier look that may have come too early. */
  look(): Promise<void> {
    const { log } = this.#options;
    this.#looking = (this.#looking ?? Promise.resolve())
      .then(() => this.#read())
      // It is looked for again in a moment.
      .catch((error: unknown) => log.warn({ error }, 'whether painting is paused is not known'));
    return this.#looking;
  }

  async #read(): Promise<void> {
    const { log, onChange, storage } = this.#options;
    const { isPaused = false } = (await storage.read(({ rules }) => rules.of(''))).bot;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    log.info({}, isPaused ? 'painting is paused by hand' : 'painting goes on');
    onChange();
  }
}
