/** Who is one with whom, in plain words, to compare the real links with. Days are those of UTC. */
export class PairsModel {
  readonly #now: () => number;
  #pairs: readonly { readonly pair: readonly [string, string]; untilMs: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The person and whom they are linked with. */
  linked(person: string): readonly string[] {
    const found = this.#find(person);
    return found?.untilMs === Number.POSITIVE_INFINITY ? found.pair : [person];
  }

  /** The person and whoever is held back together with them. */
  sharing(person: string): readonly string[] {
    return this.#find(person)?.pair ?? [person];
  }

  /** Whether they are one from now on; says nothing about two who are linked already. */
  link(giver: string, taker: string): boolean {
    const isSamePlatform = giver.split(':')[0] === taker.split(':')[0];
    const [first, second] = [this.#find(giver), this.#find(taker)];
    if (isSamePlatform || first !== second) return false;
    if (first === undefined) {
      this.#pairs = [...this.#pairs, { pair: [giver, taker], untilMs: Number.POSITIVE_INFINITY }];
    } else first.untilMs = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Whether there was anything to part, today. */
  part(person: string): boolean {
    const found = this.#find(person);
    if (found === undefined) return false;
    const midnightMs = new Date(this.#now()).setUTCHours(24, 0, 0, 0);
    found.untilMs = Math.min(found.untilMs, midnightMs);
    return true;
  }

  #find(person: string) {
    this.#pairs = this.#pairs.filter(({ untilMs }) => untilMs > this.#now());
    return this.#pairs.find(({ pair }) => pair.includes(person));
  }
}
