import type { BudgetRemedy, Refusal } from '../refusal.ts';
import type { Amount, Measure, Period } from './budget.ts';
import { measures, periods } from './budget.ts';
import type { Purse } from './purse.ts';
import { leftIn } from './purse.ts';

export type BudgetRefusal = Extract<Refusal, { readonly period: Period }>;

/**
 * Why the purse does not take what is asked for; undefined when it does. Of several reasons it is the one that lasts
 * longest, the month's. Only people hear figures, and only their own: the others would tell what somebody else used.
 */
export function refuseFrom(
  purse: Purse,
  { asked, renewsAtMs }: { readonly asked: Amount; readonly renewsAtMs: Readonly<Record<Period, number>> },
): BudgetRefusal | undefined {
  for (const period of periods) {
    const left = leftIn(purse, period);
    const measure = measures.find((measure) => asked[measure] > Math.max(0, left[measure]));
    if (measure === undefined) continue;
    const figures = figuresOf({ asked, left, limit: purse.limit[period] }, measure);
    const renewal = { period, renewsAtMs: renewsAtMs[period], remedy: remedyFor(figures) };
    return purse.holder === 'person'
      ? { reason: 'person-budget-spent', ...renewal, measure, ...figures }
      : { reason: `${purse.holder}-budget-spent`, ...renewal };
  }
  return undefined;
}

interface Figures {
  readonly asked: number;
  readonly left: number;
  readonly limit: number;
}

function figuresOf(amounts: Readonly<Record<keyof Figures, Amount>>, measure: Measure): Figures {
  const { asked, left, limit } = amounts;
  return { asked: asked[measure], left: Math.max(0, left[measure]), limit: limit[measure] };
}

function remedyFor({ asked, left, limit }: Figures): BudgetRemedy {
  if (limit === 0) return 'nothing';
  if (asked > limit) return 'less';
  return left > 0 ? 'less-or-later' : 'later';
}
