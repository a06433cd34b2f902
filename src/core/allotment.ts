import type { Amount, PartialBudget } from './limits/budget.ts';

/** What was decided for one person, place or role, or for the bot, beside the operator's defaults. */
export interface Allotment {
  readonly budget: PartialBudget;
  /** Only people have one. */
  readonly grant: Grant | undefined;
}

/** What a person may use beyond their budget. */
export interface Grant {
  readonly amount: Amount;
  /** The first day, as `2026-11-22`, whose use beyond the budget is taken from it. */
  readonly sinceDay: string;
  readonly untilMs: number;
}

export const nothingAllotted: Allotment = { budget: {}, grant: undefined };
