import type { Period } from './budget.ts';

interface Span {
  readonly name: string;
  readonly knownFromMs: number;
  readonly endsAtMs: number;
}

const secondMs = 1000;
const unknown: Span = { name: '', knownFromMs: 0, endsAtMs: 0 };

/** Longer than any of them, however the clocks are changed meanwhile; in seconds. */
const longest = { day: 26 * 60 * 60, month: 32 * 24 * 60 * 60 };

/** Budgets renew at midnight of the operator's time zone. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  /** Those that were asked for last: to find the end of one costs as much as a row in the database. */
  #day = unknown;
  #month = unknown;

  /** @param timeZone an IANA name, as in `Europe/Berlin`. */
  constructor(timeZone: string) {
    // Sweden's format is ISO 8601's: 2026-11-22.
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  }

  /** The calendar day of a moment, as `2026-11-22`. */
  dayOf(atMs: number): string {
    return this.#dayAt(atMs).name;
  }

  /** When the budgets of that day and of that month renew. */
  renewalsAfter(atMs: number): Readonly<Record<Period, number>> {
    return { day: this.nextDayStartsAtMs(atMs), month: this.nextMonthStartsAtMs(atMs) };
  }

  /** The first moment of the next day, to the second; days of 23 and 25 hours are honoured. */
  nextDayStartsAtMs(atMs: number): number {
    return this.#dayAt(atMs).endsAtMs;
  }

  /** The first moment of the next month, to the second. */
  nextMonthStartsAtMs(atMs: number): number {
    if (!isWithin(this.#month, atMs)) this.#month = this.#spanAt(atMs, monthOf, longest.month);
    return this.#month.endsAtMs;
  }

  #dayAt(atMs: number): Span {
    if (!isWithin(this.#day, atMs)) this.#day = this.#spanAt(atMs, (day) => day, longest.day);
    return this.#day;
  }

  #spanAt(atMs: number, nameOf: (day: string) => string, longestSeconds: number): Span {
    const nameAt = (second: number) => nameOf(this.#format.format(second * secondMs));
    const name = nameOf(this.#format.format(atMs));
    let before = Math.floor(atMs / secondMs);
    let after = before + longestSeconds;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (nameAt(middle) === name) before = middle;
      else after = middle;
    }
    return { name, knownFromMs: atMs, endsAtMs: after * secondMs };
  }
}

/** The month of a day, as `2026-11` of `2026-11-22`. */
export function monthOf(day: string): string {
  return day.slice(0, 'yyyy-mm'.length);
}

function isWithin({ knownFromMs, endsAtMs }: Span, atMs: number): boolean {
  return knownFromMs <= atMs && atMs < endsAtMs;
}
