import type { StandardBudgets } from '../../../src/core/limits/admission.ts';
import type { PartialBudget } from '../../../src/core/limits/budget.ts';
import { resolveBudget, unlimited } from '../../../src/core/limits/budget.ts';

/** An operator's budgets in which nothing is limited but what is named. */
export function budgetsWith(
  limits: Readonly<Partial<Record<keyof StandardBudgets, PartialBudget>>> = {},
): StandardBudgets {
  const budget = (own: PartialBudget = {}) => resolveBudget({ own: [own], roles: [], standard: unlimited });
  return { bot: budget(limits.bot), place: budget(limits.place), person: budget(limits.person) };
}
