/** Sends one edit. Resolves whether it arrived or not. */
export type ProgressEdit = () => Promise<void>;

interface Paced {
  newest: ProgressEdit | undefined;
  underWay: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Paces the edits of each message: at least `intervalMs` apart, only the newest one of those that came too fast, and
 * none once the final answer is on its way. Edits of one message share a small rate limit with that answer.
 */
export class ProgressPacer {
  readonly #intervalMs: number;
  readonly #paced = new Map<string, Paced>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Notes that the message was written just now, so that its next edit keeps the distance. */
  wrote(key: string): void {
    const paced = this.#find(key);
    if (paced.timer === undefined && paced.underWay === undefined) this.#rest(key, paced);
  }

  /** Shows this edit as soon as the pace allows, instead of any other that still waits. */
  show(key: string, edit: ProgressEdit): void {
    const paced = this.#find(key);
    paced.newest = edit;
    if (paced.timer === undefined && paced.underWay === undefined) this.#next(key, paced);
  }

  /**
   * Drops what waits and resolves when no edit of the message is under way, so that none can overtake the final answer.
   */
  async finish(key: string): Promise<void> {
    const paced = this.#paced.get(key);
    if (paced === undefined) return;
    paced.newest = undefined;
    clearTimeout(paced.timer);
    this.#paced.delete(key);
    await paced.underWay;
  }

  /** Drops everything that waits. */
  stop(): void {
    for (const paced of this.#paced.values()) clearTimeout(paced.timer);
    this.#paced.clear();
  }

  #find(key: string): Paced {
    const known = this.#paced.get(key);
    if (known !== undefined) return known;
    const paced: Paced = { newest: undefined, underWay: undefined, timer: undefined };
    this.#paced.set(key, paced);
    return paced;
  }

  #next(key: string, paced: Paced): void {
    const edit = paced.newest;
    if (edit === undefined) {
      this.#paced.delete(key);
      return;
    }
    paced.newest = undefined;
    paced.underWay = edit().finally(() => {
      paced.underWay = undefined;
      if (this.#paced.get(key) === paced) this.#rest(key, paced);
    });
  }

  #rest(key: string, paced: Paced): void {
    paced.timer = setTimeout(() => {
      paced.timer = undefined;
      this.#next(key, paced);
    }, this.#intervalMs);
    paced.timer.unref();
  }
}
