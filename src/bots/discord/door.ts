import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';

/** As many as are committed together. */
const places = 50;

/** Most are decided about long before; what sends files takes longer, and must not keep others out. */
const longestStayMs = 500;

/**
 * Lets people in one after the other when very many come at once. If everybody were let in, each step of each would wait for
 * the same step of all others, and all would be answered late; so the first are answered in time.
 */
export class Door {
  readonly #queue = new PQueue({ concurrency: places });

  /** Resolves when the work has ended, and rejects as it does; others may have been let in before. */
  async pass(work: () => Promise<void>): Promise<void> {
    const working = await this.#queue.add(async () => {
      const begun = work();
      const over = begun.catch(() => undefined);
      await Promise.race([over, delay(longestStayMs, undefined, { ref: false })]);
      return { begun };
    });
    await working?.begun;
  }
}
