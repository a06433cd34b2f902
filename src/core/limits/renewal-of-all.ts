import type { StorageTransaction } from '../storage/storage.ts';
import type { StandardBudgets } from './admission.ts';
import { resolveBudget } from './budget.ts';
import { personSubject } from './budget-subject.ts';
import type { Calendar } from './calendar.ts';

export interface SharedUse {
  /** Who used it together, as `platform:id`. */
  readonly people: readonly string[];
  readonly standard: StandardBudgets;
  readonly calendar: Calendar;
  readonly nowMs: number;
}

/**
 * The first moment at which nothing counts any more that people used together: the day is over, so is the month where it
 * is limited for them, and so is what either was granted. What a role limits is known only where somebody has the role.
 */
export async function allRenewedAtMs(
  { allotments }: StorageTransaction,
  { calendar, nowMs, people, standard }: SharedUse,
): Promise<number> {
  const allotted = [...(await allotments.of(people.map(personSubject))).values()];
  const own = allotted.map(({ budget }) => budget);
  const { micros, pictures } = resolveBudget({ own, roles: [], standard: standard.person }).month;
  const isMonthLimited = Number.isFinite(micros) || Number.isFinite(pictures);
  const { day, month } = calendar.renewalsAfter(nowMs);
  return Math.max(isMonthLimited ? month : day, ...allotted.map(({ grant }) => grant?.untilMs ?? 0));
}
