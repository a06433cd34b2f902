interface Day {
  readonly name: string;
  readonly knownFromMs: number;
  readonly endsAtMs: number;
}

/** Budgets renew at midnight of the operator's time zone. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  /** The day that was asked for last: to find its end costs as much as a row in the database. */
  #day: Day = { name: '', knownFromMs: 0, endsAtMs: 0 };

  /** @param timeZone an IANA name, as in `Europe/Berlin`. */
  constructor(timeZone: string) {
    // Sweden's format is ISO 8601's: 2026-11-22.
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  }

  /** The calendar day of a moment, as `2026-11-22`. */
  dayOf(atMs: number): string {
    return this.#dayAt(atMs).name;
  }

  /** The first moment of the next day, to the second; days of 23 and 25 hours are honoured. */
  nextDayStartsAtMs(atMs: number): number {
    return this.#dayAt(atMs).endsAtMs;
  }

  #dayAt(atMs: number): Day {
    if (atMs < this.#day.knownFromMs || atMs >= this.#day.endsAtMs) {
      const name = this.#format.format(atMs);
      this.#day = { name, knownFromMs: atMs, endsAtMs: this.#endOf(name, atMs) };
    }
    return this.#day;
  }

  #endOf(day: string, atMs: number): number {
    const second = 1000;
    let before = Math.floor(atMs / second);
    let after = before + 26 * 60 * 60;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#format.format(middle * second) === day) before = middle;
      else after = middle;
    }
    return after * second;
  }
}
