/** How long Discord takes a first answer: https://docs.discord.com/developers/interactions/receiving-and-responding */
const answerableMs = 3_000;

/** Knows how old interactions are that the library holds back until all shards are connected. */
export class EarlyArrivals {
  readonly #now: () => number;
  readonly #atMs = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(id: string): void {
    this.#atMs.set(id, this.#now());
  }

  /** Whether no answer is taken any more; asked once for each, when the library hands it over. */
  isOver(id: string): boolean {
    const atMs = this.#atMs.get(id);
    this.#atMs.delete(id);
    return atMs !== undefined && this.#now() - atMs > answerableMs;
  }
}
