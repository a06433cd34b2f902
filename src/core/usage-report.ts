import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Calendar } from './limits/calendar.ts';
import type { MicroDollars } from './money.ts';
import type { Storage } from './storage/storage.ts';

/** What was paid, of whatever it is a sum. */
export interface Paid {
  /** Requests that cost something. */
  readonly requests: number;
  readonly pictures: number;
  /** What the operator paid. */
  readonly spentMicros: MicroDollars;
  /** What counts against people's own caps. */
  readonly chargedMicros: MicroDollars;
}

/** What one person was painted by one model in one place on one day. */
export interface UsageLine extends Paid {
  /** As `2026-11-22`, in the operator's time zone. */
  readonly day: string;
  /** `platform:id` */
  readonly personId: string;
  /** `platform:id` */
  readonly placeId: string;
  /** By its AIR identifier. */
  readonly model: string;
}

export interface UsageReport {
  /** Every day that it is about, the earliest first, whether anything was paid on it or not. */
  readonly days: readonly string[];
  /** By day, then in the order of first settlement. */
  readonly lines: readonly UsageLine[];
}

/** More than a quarter; a report is for looking, and the account itself for everything else. */
export const mostReportDays = 92;

export interface UsageReports {
  /** The last so many days, today included; 1 to `mostReportDays`. @throws RangeError */
  of(days: number): Promise<UsageReport>;
}

export interface LedgerUsageReportsOptions {
  readonly storage: Storage;
  readonly calendar: Calendar;
  readonly now: () => number;
}

const dayMs = 24 * 60 * 60_000;

/** Entries in one transaction, which everybody else waits for. */
const pageSize = 250;

/** Reads the account a page at a time, so that whoever paints comes in between. */
export class LedgerUsageReports implements UsageReports {
  readonly #options: LedgerUsageReportsOptions;

  constructor(options: LedgerUsageReportsOptions) {
    this.#options = options;
  }

  async of(count: number): Promise<UsageReport> {
    if (!Number.isInteger(count) || count < 1 || count > mostReportDays) {
      throw new RangeError(`expected 1 to ${mostReportDays} days`);
    }
    const { calendar, now } = this.#options;
    const days = daysUntil(calendar.dayOf(now()), count);
    const lines: UsageLine[] = [];
    for (const day of days) lines.push(...(await this.#linesOf(day)));
    return { days, lines };
  }

  async #linesOf(day: string): Promise<readonly UsageLine[]> {
    const lines = new Map<string, UsageLine>();
    let after: number | undefined = 0;
    while (after !== undefined) {
      const afterSequence: number = after;
      const page = await this.#options.storage.read(({ usage }) =>
        usage.paidOn({ day, afterSequence, limit: pageSize }),
      );
      for (const { model, personId, placeId, ...paid } of page.requests) {
        const key = JSON.stringify([personId, placeId, model]);
        const before = lines.get(key) ?? { day, personId, placeId, model, ...nothingPaid };
        lines.set(key, { ...before, ...add(before, { ...paid, requests: paid.spentMicros > 0 ? 1 : 0 }) });
      }
      after = page.lastSequence;
      await nextTurn();
    }
    return [...lines.values()];
  }
}

const nothingPaid: Paid = { requests: 0, pictures: 0, spentMicros: 0, chargedMicros: 0 };

/** The sums of lines with the same key, the dearest first. */
export function sumBy(
  lines: readonly UsageLine[],
  keyOf: (line: UsageLine) => string,
): readonly (Paid & { readonly key: string })[] {
  const sums = new Map<string, Paid>();
  for (const line of lines) sums.set(keyOf(line), add(sums.get(keyOf(line)) ?? nothingPaid, line));
  return [...sums]
    .map(([key, paid]) => ({ ...paid, key }))
    .toSorted((one, other) => other.spentMicros - one.spentMicros);
}

/** The sum of all lines. */
export function sumOf(lines: readonly Paid[]): Paid {
  return lines.reduce(add, nothingPaid);
}

function add(one: Paid, other: Paid): Paid {
  return {
    requests: one.requests + other.requests,
    pictures: one.pictures + other.pictures,
    spentMicros: one.spentMicros + other.spentMicros,
    chargedMicros: one.chargedMicros + other.chargedMicros,
  };
}

/** So many days until that one, which is the last. */
function daysUntil(last: string, count: number): readonly string[] {
  const lastMs = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(lastMs - (count - 1 - index) * dayMs).toISOString().slice(0, last.length),
  );
}
