import { lookUpAccount } from './account.ts';
import type { StandardBudgets } from './limits/admission.ts';
import type { Amount, Period } from './limits/budget.ts';
import { periods } from './limits/budget.ts';
import type { Calendar } from './limits/calendar.ts';
import type { Purse } from './limits/purse.ts';
import { leftIn } from './limits/purse.ts';
import type { Asker } from './limits/read-purses.ts';
import { payersOf, readPurses } from './limits/read-purses.ts';
import type { MicroDollars } from './money.ts';
import type { Storage } from './storage/storage.ts';

/** What a person used, with whoever shares their limits, and what is left for them. Days and months are those of the operator's time zone. */
export interface Spent {
  readonly today: Used;
  /** Today included. */
  readonly month: Used;
  /** Set aside for what is not finished yet; it counts as used until that ends. */
  readonly reservedMicros: MicroDollars;
  /** Whether somebody else's use is part of it: whom the person is linked with, or was and still shares limits with. */
  readonly isShared: boolean;
  /** What others share in, and what is used up of it; how much of it anybody used is nobody's business. */
  readonly usedUp: readonly UsedUp[];
}

interface Used {
  readonly used: Amount;
  /** `Infinity` where there is none. */
  readonly limit: Amount;
  /** 0 or more. */
  readonly left: Amount;
  readonly renewsAtMs: number;
}

interface UsedUp {
  readonly holder: 'place' | 'bot';
  readonly period: Period;
  readonly renewsAtMs: number;
}

/** Tells people what they used. */
export interface Spending {
  of(asker: Asker): Promise<Spent>;
}

export interface LedgerSpendingOptions {
  readonly storage: Storage;
  readonly standard: StandardBudgets;
  readonly calendar: Calendar;
  /** The price of the cheapest picture: where less is left, nothing is. */
  readonly cheapestMicros: MicroDollars;
  readonly now: () => number;
}

export class LedgerSpending implements Spending {
  readonly #options: LedgerSpendingOptions;

  constructor(options: LedgerSpendingOptions) {
    this.#options = options;
  }

  async of(asker: Asker): Promise<Spent> {
    const { calendar, now, standard, storage } = this.#options;
    const nowMs = now();
    const day = calendar.dayOf(nowMs);
    const renewsAtMs = calendar.renewalsAfter(nowMs);
    return storage.read(async (transaction) => {
      const { sharing } = await lookUpAccount(transaction, asker.personId, nowMs);
      const query = { payers: payersOf(asker, sharing), standard, day, nowMs };
      const [own, ...shared] = await readPurses(transaction, query);
      return {
        today: usedOf(own, 'day', renewsAtMs.day),
        month: usedOf(own, 'month', renewsAtMs.month),
        reservedMicros: own.reserved.month.micros,
        isShared: sharing.length > 1,
        usedUp: shared.flatMap((purse) => this.#usedUp(purse, renewsAtMs)),
      };
    });
  }

  /** Of the day and the month, the one that lasts longer. */
  #usedUp(purse: Purse, renewsAtMs: Readonly<Record<Period, number>>): readonly UsedUp[] {
    const { holder } = purse;
    if (holder === 'person') return [];
    const period = periods.find((period) => {
      const { micros, pictures } = leftIn(purse, period);
      return micros < this.#options.cheapestMicros || pictures < 1;
    });
    return period === undefined ? [] : [{ holder, period, renewsAtMs: renewsAtMs[period] }];
  }
}

function usedOf(purse: Purse, period: Period, renewsAtMs: number): Used {
  const { micros, pictures } = leftIn(purse, period);
  return {
    used: purse.used[period],
    limit: purse.limit[period],
    left: { micros: Math.max(0, micros), pictures: Math.max(0, pictures) },
    renewsAtMs,
  };
}
