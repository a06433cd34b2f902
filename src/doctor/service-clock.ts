/**
 * Fetches as usual, and notes how far the clock of this machine is from the clocks of those who answer:
 * https://www.rfc-editor.org/rfc/rfc9110#field.date
 */
export class ServiceClock {
  readonly #now: () => number;
  readonly #gapsMs: number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const sentAtMs = this.#now();
    const response = await fetch(input, init);
    const dateMs = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(dateMs))
      this.#gapsMs.push(gapBetween({ sentAtMs, receivedAtMs: this.#now(), dateMs }));
    return response;
  };

  /**
   * By how many milliseconds this clock is ahead (or behind, when negative), at least; undefined when nobody told the
   * time. Where the services disagree, the one that is nearest counts.
   */
  get gapMs(): number | undefined {
    return this.#gapsMs.toSorted((one, other) => Math.abs(one) - Math.abs(other))[0];
  }
}

/** The answer was made between sending and receiving, within the second that its date names. */
function gapBetween(times: { sentAtMs: number; receivedAtMs: number; dateMs: number }): number {
  const { sentAtMs, receivedAtMs, dateMs } = times;
  if (sentAtMs > dateMs + 1000) return sentAtMs - (dateMs + 1000);
  return Math.min(0, receivedAtMs - dateMs);
}
