import type { Amount, Budget, Period, PerPeriod } from './budget.ts';

/** A budget, and what was used of it. */
export interface Purse {
  readonly holder: 'person' | 'place' | 'bot';
  /** Grants included. */
  readonly limit: Budget;
  /** For what is over: charged to the person, or paid by the operator. */
  readonly used: PerPeriod;
  /** Set aside for what is not over. */
  readonly reserved: PerPeriod;
}

/** What is left of a day's or a month's budget; below zero where something cost more than was set aside for it. */
export function leftIn({ limit, reserved, used }: Purse, period: Period): Amount {
  return {
    micros: limit[period].micros - reserved[period].micros - used[period].micros,
    pictures: limit[period].pictures - reserved[period].pictures - used[period].pictures,
  };
}
