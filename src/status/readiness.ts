/** Whether one part of Easel (a platform, say) can do its work, and since when (milliseconds since the epoch). */
export interface PartStatus {
  readonly name: string;
  readonly isReady: boolean;
  readonly sinceMs: number;
}

/** Keeps which parts are ready. Every part begins as not ready. */
export class Readiness {
  readonly #parts: Map<string, PartStatus>;
  readonly #now: () => number;

  constructor({ parts, now }: { readonly parts: readonly string[]; readonly now: () => number }) {
    this.#now = now;
    this.#parts = new Map(parts.map((name) => [name, { name, isReady: false, sinceMs: now() }]));
  }

  /**
   * Notes how a part is; saying the same again keeps the moment at which it changed.
   *
   * @throws Error for a part that was not named at the start: nobody would have waited for it.
   */
  report(name: string, isReady: boolean): void {
    const known = this.#parts.get(name);
    if (known === undefined) throw new Error(`Expected one of the parts ${this.#names}, got ${name}`);
    if (known.isReady !== isReady) this.#parts.set(name, { name, isReady, sinceMs: this.#now() });
  }

  get parts(): readonly PartStatus[] {
    return [...this.#parts.values()];
  }

  get isReady(): boolean {
    return this.parts.every((part) => part.isReady);
  }

  get #names(): string {
    return [...this.#parts.keys()].join(', ');
  }
}
