import type { Grant } from '../allotment.ts';
import type { Ledger } from '../storage/storage.ts';
import type { Balance } from './balance.ts';
import type { Budget, Measure } from './budget.ts';
import { perPeriod } from './budget.ts';
import type { PersonSubject } from './budget-subject.ts';
import { monthOf } from './calendar.ts';

export interface GrantedPeople {
  readonly people: readonly PersonSubject[];
  readonly budget: Budget;
  /** Those that hold. */
  readonly grants: readonly Grant[];
  /** Today, as `2026-11-22`. */
  readonly day: string;
}

/**
 * The budget of today and of this month with what is left of the grants on top. What earlier days and months used beyond
 * theirs has been taken from it; so nothing has to be written when a grant is used.
 */
export async function addGrants(
  ledger: Ledger,
  { budget, day, grants, people }: GrantedPeople,
): Promise<Budget> {
  const [sinceDay] = grants.map((grant) => grant.sinceDay).sort();
  if (sinceDay === undefined) return budget;
  const balances = await ledger.balancesSince({ subjects: people, day: sinceDay });
  const today = { day, month: monthOf(day) };
  return perPeriod((period, measure) => {
    const limit = budget[period][measure];
    const granted = grants.reduce((sum, { amount }) => sum + amount[measure], 0);
    const earlier = [...usedBy(balances, measure)]
      .filter(([name]) => name.length === today[period].length && name < today[period])
      .reduce((sum, [, used]) => sum + Math.max(0, used - limit), 0);
    return limit + Math.max(0, granted - earlier);
  });
}

/** By the name of the day or month. */
function usedBy(balances: readonly Balance[], measure: Measure): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { period, ...usage } of balances) {
    const more =
      measure === 'micros'
        ? usage.chargedMicros + usage.reservedMicros
        : usage.pictures + usage.reservedPictures;
    used.set(period, (used.get(period) ?? 0) + more);
  }
  return used;
}
