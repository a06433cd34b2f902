import { accountOf } from './account.ts';
import type { Limits } from './limits/admission.ts';
import type { Calendar } from './limits/calendar.ts';
import type { MicroDollars } from './money.ts';
import type { Storage } from './storage/storage.ts';
import { sumUsage } from './sum-usage.ts';

/** What a person used, with whoever shares their limits, and what is left for them. Days and months are those of the operator's time zone. */
export interface Spent {
  readonly today: Used;
  /** Today included. */
  readonly month: Used;
  /** Set aside for what is not finished yet; it counts as used until that ends. */
  readonly reservedMicros: MicroDollars;
  readonly limitMicros: MicroDollars;
  readonly leftMicros: MicroDollars;
  /** What is left today of what everybody shares. */
  readonly sharedLeftMicros: MicroDollars;
  readonly renewsAtMs: number;
  /** Whether somebody else's use is part of it: whom the person is linked with, or was until today. */
  readonly isShared: boolean;
}

interface Used {
  readonly pictures: number;
  readonly chargedMicros: MicroDollars;
}

/** Tells people what they used. */
export interface Spending {
  of(personId: string): Promise<Spent>;
}

export interface LedgerSpendingOptions {
  readonly storage: Storage;
  readonly limits: Limits;
  readonly calendar: Calendar;
  readonly now: () => number;
}

export class LedgerSpending implements Spending {
  readonly #options: LedgerSpendingOptions;

  constructor(options: LedgerSpendingOptions) {
    this.#options = options;
  }

  of(personId: string): Promise<Spent> {
    const { calendar, limits, now, storage } = this.#options;
    const nowMs = now();
    const day = calendar.dayOf(nowMs);
    return storage.transaction(async (transaction) => {
      const { ledger } = transaction;
      const { sharing } = await accountOf(transaction, personId, nowMs);
      const today = await sumUsage(sharing, (personId) => ledger.usage({ day, personId }));
      const since = firstOfMonth(day);
      const month = await sumUsage(sharing, (personId) => ledger.usageSince({ day: since, personId }));
      const everybody = await ledger.usage({ day, personId: undefined });
      const limitMicros = limits.maxSpendPerUserPerDayMicros;
      const { reservedMicros } = today;
      return {
        today,
        month,
        reservedMicros,
        limitMicros,
        leftMicros: Math.max(0, limitMicros - reservedMicros - today.chargedMicros),
        sharedLeftMicros: Math.max(
          0,
          limits.maxSpendPerDayMicros - everybody.reservedMicros - everybody.spentMicros,
        ),
        renewsAtMs: calendar.nextDayStartsAtMs(nowMs),
        isShared: sharing.length > 1,
      };
    });
  }
}

/** @param day as in `2026-11-22` */
function firstOfMonth(day: string): string {
  return `${day.slice(0, 'yyyy-mm'.length)}-01`;
}
