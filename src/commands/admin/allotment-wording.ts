import type { Measure, PartialBudget, Period } from '../../core/limits/budget.ts';
import { measures, periods, perPeriod } from '../../core/limits/budget.ts';
import { toPlainText } from '../join-text.ts';
import type { Wording } from '../wording.ts';

interface Words {
  readonly language: string;
  readonly wording: Wording;
}

const keys = { day: 'admin.budgetPerDay', month: 'admin.budgetPerMonth' } as const;
const unlimitedKeys = { micros: 'admin.dollarsUnlimited', pictures: 'admin.picturesUnlimited' } as const;

/** Says in one line what was decided of a budget, and that the rest is as usual. */
export function wordAllotted(budget: PartialBudget, words: Words): string {
  const { language, wording } = words;
  const limits = periods.flatMap((period) => measures.flatMap((measure) => budget[period]?.[measure] ?? []));
  if (limits.length === 0) return toPlainText(wording.text('admin.budgetUsual', language));
  if (limits.length === periods.length * measures.length && !limits.some(Number.isFinite))
    return toPlainText(wording.text('admin.budgetExempt', language));
  return periods
    .toReversed()
    .flatMap((period) => wordPeriod(period, budget, words))
    .join(' · ');
}

function wordPeriod(period: Period, budget: PartialBudget, words: Words): readonly string[] {
  const { language, wording } = words;
  const amounts = measures
    .flatMap((measure) => {
      const limit = budget[period]?.[measure];
      return limit === undefined ? [] : [wordLimit(limit, measure, words)];
    })
    .join(', ');
  return amounts === '' ? [] : [toPlainText(wording.text(keys[period], language, { amounts }))];
}

function wordLimit(limit: number, measure: Measure, { language, wording }: Words): string {
  if (!Number.isFinite(limit)) return toPlainText(wording.text(unlimitedKeys[measure], language));
  return measure === 'micros'
    ? wording.money(limit, language)
    : toPlainText(wording.text('admin.pictures', language, { count: limit }));
}

/** A budget as the audit log keeps it: JSON has no Infinity, and says null. */
export function readLoggedBudget(logged: unknown): PartialBudget {
  const budget: Partial<Record<Period, Partial<Record<Measure, unknown>>>> =
    typeof logged === 'object' && logged !== null ? logged : {};
  const all = perPeriod((period, measure) => {
    const limit = budget[period]?.[measure];
    if (limit === null) return Number.POSITIVE_INFINITY;
    return typeof limit === 'number' ? limit : Number.NaN;
  });
  const known = (period: Period) =>
    Object.fromEntries(Object.entries(all[period]).filter(([, limit]) => !Number.isNaN(limit)));
  return { day: known('day'), month: known('month') };
}
