/** As many as are committed together. */
const places = 50;

/** Most are decided about long before; what sends files takes longer, and must not keep others out. */
const longestStayMs = 500;

/**
 * Lets people in one after the other when very many come at once. If everybody were let in, each step of each would wait for
 * the same step of all others, and all would be answered late; so the first are answered in time.
 */
export class Door {
  readonly #waiting: (() => void)[] = [];
  #free = places;

  /** Resolves when the work has ended, and rejects as it does; others may have been let in before. */
  async pass(work: () => Promise<void>): Promise<void> {
    await this.#enter();
    let isInside = true;
    const leave = () => {
      if (isInside) this.#makeRoom();
      isInside = false;
    };
    const longStay = setTimeout(leave, longestStayMs).unref();
    try {
      await work();
    } finally {
      clearTimeout(longStay);
      leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((letIn) => this.#waiting.push(letIn));
  }

  #makeRoom(): void {
    const letIn = this.#waiting.shift();
    if (letIn === undefined) this.#free += 1;
    else letIn();
  }
}
