/** The line of people in plain words, to compare the real one with. Ids of generations stand for themselves. */
export class LineModel {
  readonly #people: string[] = [];
  readonly #waiting = new Map<string, string[]>();
  readonly #running = new Map<string, string[]>();
  readonly #draftOf = new Map<string, string>();

  wait(personId: string, id: string): void {
    this.#waiting.set(personId, [...this.waitingOf(personId), id]);
    if (!this.#people.includes(personId)) this.#people.push(personId);
  }

  /** A draft has its turn right before what it is the draft of. */
  waitDrafted(personId: string, { draftId, id }: { readonly draftId: string; readonly id: string }): void {
    this.wait(personId, draftId);
    this.wait(personId, id);
    this.#draftOf.set(id, draftId);
  }

  next(maxRunningPerUser: number): string | undefined {
    const first = this.#people.find((personId) => this.runningOf(personId).length < maxRunningPerUser);
    return first === undefined ? undefined : this.waitingOf(first)[0];
  }

  start(personId: string, id: string): void {
    this.#remove(personId, id);
    this.#running.set(personId, [...this.runningOf(personId), id]);
    this.#people.splice(this.#people.indexOf(personId), 1);
    if (this.waitingOf(personId).length > 0) this.#people.push(personId);
  }

  withdraw(personId: string, id: string): void {
    this.#remove(personId, id);
    if (this.waitingOf(personId).length === 0) this.#people.splice(this.#people.indexOf(personId), 1);
  }

  finish(personId: string, id: string): void {
    this.#running.set(
      personId,
      this.runningOf(personId).filter((running) => running !== id),
    );
  }

  waitingOf(personId: string): readonly string[] {
    return this.#waiting.get(personId) ?? [];
  }

  runningOf(personId: string): readonly string[] {
    return this.#running.get(personId) ?? [];
  }

  /** Everything that starts before it but its own draft. */
  ahead(id: string): number {
    const draftId = this.#draftOf.get(id);
    const isDraftWaiting = [...this.#waiting.values()].some((ids) => ids.some((one) => one === draftId));
    return this.place(id) - (isDraftWaiting ? 1 : 0);
  }

  /** Plays the turns out until the generation is reached. */
  place(id: string): number {
    const people = [...this.#people];
    const waiting = new Map([...this.#waiting].map(([personId, ids]) => [personId, [...ids]]));
    for (let served = 0; ; served++) {
      const personId = people.shift();
      if (personId === undefined) throw new Error(`${id} does not wait`);
      const [first, ...rest] = waiting.get(personId) ?? [];
      if (first === id) return served;
      waiting.set(personId, rest);
      if (rest.length > 0) people.push(personId);
    }
  }

  #remove(personId: string, id: string): void {
    this.#waiting.set(
      personId,
      this.waitingOf(personId).filter((waiting) => waiting !== id),
    );
  }
}
