interface Waiting {
  readonly owner: string;
  readonly work: () => Promise<void>;
}

/**
 * Does a bounded amount of work at once, and no more than a share of it for one owner, so that slow work of one keeps
 * nobody else waiting. Within those bounds it is first come, first served.
 */
export class FairPool {
  readonly #limits: { readonly concurrency: number; readonly perOwner: number };
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<Promise<void>, string>();

  constructor(limits: { readonly concurrency: number; readonly perOwner: number }) {
    this.#limits = limits;
  }

  /** Puts work in line and returns at once. The work must not reject. */
  add(owner: string, work: () => Promise<void>): void {
    this.#waiting.push({ owner, work });
    this.#fill();
  }

  /** Forgets what has not begun, and resolves when what has begun is over. */
  async stop(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all(this.#running.keys());
  }

  #fill(): void {
    while (this.#running.size < this.#limits.concurrency) {
      const index = this.#waiting.findIndex(({ owner }) => this.#countOf(owner) < this.#limits.perOwner);
      const [next] = index === -1 ? [] : this.#waiting.splice(index, 1);
      if (next === undefined) return;
      const running = next.work().finally(() => {
        this.#running.delete(running);
        this.#fill();
      });
      this.#running.set(running, next.owner);
    }
  }

  #countOf(owner: string): number {
    return [...this.#running.values()].filter((other) => other === owner).length;
  }
}
