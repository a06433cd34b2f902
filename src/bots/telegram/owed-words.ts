/** What is still to be said, by what it answers. */
export class OwedWords {
  readonly #owed = new Map<string, Promise<boolean>>();

  /** Takes words on their way: `saying` resolves with whether they were said or given up, and not merely put off. */
  add(key: string, saying: Promise<boolean>): void {
    const all = Promise.all([this.#owed.get(key) ?? true, saying])
      .then((over) => over.every(Boolean))
      .finally(() => {
        if (this.#owed.get(key) === all) this.#owed.delete(key);
      });
    this.#owed.set(key, all);
  }

  has(key: string): boolean {
    return this.#owed.has(key);
  }

  /** Resolves when nothing more is on its way, also of what came up meanwhile, with whether all of it is over. */
  async settled(key: string): Promise<boolean> {
    let isOver = true;
    for (let saying = this.#owed.get(key); saying !== undefined; saying = this.#owed.get(key)) {
      isOver = (await saying) && isOver;
    }
    return isOver;
  }
}
