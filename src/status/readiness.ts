/** How one part of Easel (a platform, say) stands, and since when it is ready or not (milliseconds since the epoch). */
export interface PartStatus extends PartReport {
  readonly name: string;
  readonly isReady: boolean;
  readonly sinceMs: number;
}

/** What a part says of itself. */
export interface PartReport {
  /** One word for machines; `connected` and `standing-by` are ready, everything else is not. */
  readonly state: string;
  /** A sentence for people, where something is the matter. It names no secret. */
  readonly reason: string | undefined;
}

interface ReadinessOptions {
  readonly parts: readonly string[];
  readonly foundations?: readonly string[];
  readonly now: () => number;
}

/** Keeps which parts are ready. Every part begins as not ready. */
export class Readiness {
  readonly #parts: Map<string, PartStatus>;
  readonly #now: () => number;
  readonly #foundations: readonly string[];

  /** `foundations` are what Easel stands on, beside the platforms that it connects. */
  constructor({ parts, foundations = [], now }: ReadinessOptions) {
    this.#now = now;
    this.#foundations = foundations;
    const sinceMs = now();
    this.#parts = new Map(
      [...foundations, ...parts].map((name) => [
        name,
        { name, isReady: false, state: 'starting', reason: undefined, sinceMs },
      ]),
    );
  }

  /**
   * Notes how a part is; the moment at which it became ready, or ceased to be, stays while that does not change.
   *
   * @throws Error for a part that was not named at the start: nobody would have waited for it.
   */
  report(name: string, { state, reason }: PartReport): void {
    const known = this.#parts.get(name);
    if (known === undefined) throw new Error(`Expected one of the parts ${this.#names}, got ${name}`);
    const isReady = state === 'connected' || state === 'standing-by';
    const sinceMs = known.isReady === isReady ? known.sinceMs : this.#now();
    this.#parts.set(name, { name, isReady, state, reason, sinceMs });
  }

  get parts(): readonly PartStatus[] {
    return [...this.#parts.values()];
  }

  /** The parts without what they stand on. */
  get platforms(): readonly PartStatus[] {
    return this.parts.filter(({ name }) => !this.#foundations.includes(name));
  }

  get isReady(): boolean {
    return this.parts.every((part) => part.isReady);
  }

  get #names(): string {
    return [...this.#parts.keys()].join(', ');
  }
}
