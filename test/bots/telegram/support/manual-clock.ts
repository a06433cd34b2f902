interface Waiting {
  readonly untilMs: number;
  readonly resolve: () => void;
}

/** Time that passes only when the test says so. */
export class ManualClock {
  #nowMs = Date.UTC(2026, 10, 22, 12);
  #waiting: Waiting[] = [];
  #asked: (() => void)[] = [];

  readonly now = (): number => this.#nowMs;

  readonly pause = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ untilMs: this.#nowMs + ms, resolve });
    signal?.addEventListener('abort', () => resolve(), { once: true });
    for (const ask of this.#asked.splice(0)) ask();
    return promise;
  };

  /** How long each of those who wait has still to wait. */
  get remainingMs(): readonly number[] {
    return this.#waiting.map(({ untilMs }) => untilMs - this.#nowMs);
  }

  /** Resolves when somebody waits for exactly this long. */
  async waitedFor(ms: number): Promise<void> {
    while (!this.remainingMs.includes(ms)) await new Promise<void>((resolve) => this.#asked.push(resolve));
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    const due = this.#waiting.filter(({ untilMs }) => untilMs <= this.#nowMs);
    this.#waiting = this.#waiting.filter(({ untilMs }) => untilMs > this.#nowMs);
    for (const { resolve } of due) resolve();
  }
}
