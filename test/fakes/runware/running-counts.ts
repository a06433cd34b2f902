/** How many tasks are being carried out, in all and per person, and the most there ever were at once. */
export class RunningCounts {
  #now = 0;
  #max = 0;
  readonly #perPerson = new Map<string, { now: number; max: number }>();

  get now(): number {
    return this.#now;
  }

  get max(): number {
    return this.#max;
  }

  /** The most tasks of one person at once; people are told apart by the resolver given to the fake. */
  get maxPerPerson(): ReadonlyMap<string, number> {
    return new Map([...this.#perPerson].map(([person, { max }]) => [person, max]));
  }

  enter(person: string | undefined): void {
    this.#now += 1;
    this.#max = Math.max(this.#max, this.#now);
    if (person === undefined) return;
    const counts = this.#perPerson.get(person) ?? { now: 0, max: 0 };
    counts.now += 1;
    counts.max = Math.max(counts.max, counts.now);
    this.#perPerson.set(person, counts);
  }

  leave(person: string | undefined): void {
    this.#now -= 1;
    const counts = person === undefined ? undefined : this.#perPerson.get(person);
    if (counts !== undefined) counts.now -= 1;
  }

  clear(): void {
    this.#now = 0;
    this.#max = 0;
    this.#perPerson.clear();
  }
}
