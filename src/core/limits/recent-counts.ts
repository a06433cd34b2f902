import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface RecentCountsOptions {
  /** Most keys that are counted at once; the oldest make room for new ones, and begin anew when they come again. */
  readonly most: number;
  /** A count is forgotten so long after it began. */
  readonly forgetAfterMs: number;
}

/** Counts by key, for a short while and in bounded memory. */
export class RecentCounts {
  readonly #most: number;
  readonly #counts: RateLimiterMemory;
  /** Oldest first; some may have been forgotten already. */
  readonly #keys = new Set<string>();

  constructor({ forgetAfterMs, most }: RecentCountsOptions) {
    this.#most = most;
    // What is too many is for the caller to say: there are several such numbers, and here is only the count.
    this.#counts = new RateLimiterMemory({ points: 0, duration: forgetAfterMs / 1_000 });
  }

  /** Resolves with how often the key has come by now, this time included. */
  async add(key: string): Promise<number> {
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > this.#most && oldest !== undefined) {
      this.#keys.delete(oldest);
      await this.#counts.delete(oldest);
    }
    const { consumedPoints } = await this.#counts.penalty(key);
    return consumedPoints;
  }
}
