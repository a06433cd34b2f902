/** Budgets renew at midnight of the operator's time zone. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;

  /** @param timeZone an IANA name, as in `Europe/Berlin`. */
  constructor(timeZone: string) {
    // Sweden's format is ISO 8601's: 2026-11-22.
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  }

  /** The calendar day of a moment, as `2026-11-22`. */
  dayOf(atMs: number): string {
    return this.#format.format(atMs);
  }

  /** The first moment of the next day, to the second; days of 23 and 25 hours are honoured. */
  nextDayStartsAtMs(atMs: number): number {
    const today = this.dayOf(atMs);
    const second = 1000;
    let before = Math.floor(atMs / second);
    let after = before + 26 * 60 * 60;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.dayOf(middle * second) === today) before = middle;
      else after = middle;
    }
    return after * second;
  }
}
