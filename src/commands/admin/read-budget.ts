import type { Measure, PartialBudget, Period } from '../../core/limits/budget.ts';
import { measures, periods, unlimited } from '../../core/limits/budget.ts';
import type { OptionSpecs, OptionValues } from '../option.ts';
import { readDollars } from './read-dollars.ts';

const limit = { kind: 'text', maxLength: 10 } as const;

/** A number, or one of the words below. */
export const budgetOptions = {
  'dollars-per-day': limit,
  'pictures-per-day': limit,
  'dollars-per-month': limit,
  'pictures-per-month': limit,
  exempt: { kind: 'flag' },
} as const satisfies OptionSpecs;

type BudgetValues = OptionValues<typeof budgetOptions>;

const names = {
  day: { micros: 'dollars-per-day', pictures: 'pictures-per-day' },
  month: { micros: 'dollars-per-month', pictures: 'pictures-per-month' },
} as const;

const noLimit = new Set(['unlimited', 'none']);
const asUsual = new Set(['default', 'any']);
const mostDollars = 100_000;

/** What a budget becomes, and whether anything was named. */
export interface BudgetReading {
  readonly isChange: boolean;
  rewrite(before: PartialBudget): PartialBudget;
}

/** Reads what is to become of which number of a budget. Undefined where one cannot be read. */
export function readBudget(values: BudgetValues): BudgetReading | undefined {
  const { exempt } = values;
  const named = periods.flatMap((period) =>
    measures.flatMap((measure) => {
      const typed = values[names[period][measure]]?.trim().toLowerCase();
      return typed === undefined ? [] : [{ period, measure, ...readLimit(typed, measure) }];
    }),
  );
  if (named.some(({ isReadable }) => !isReadable)) return undefined;
  return {
    isChange: exempt !== undefined || named.length > 0,
    rewrite: (before) => {
      const all = exempt === undefined ? before : exempt ? unlimited : {};
      return named.reduce((budget, one) => withLimit(budget, one), all);
    },
  };
}

/** A limit that is left out is as usual. */
function readLimit(typed: string, measure: Measure): { isReadable: boolean; value?: number } {
  if (asUsual.has(typed)) return { isReadable: true };
  if (noLimit.has(typed)) return { isReadable: true, value: Number.POSITIVE_INFINITY };
  const value =
    measure === 'micros'
      ? readDollars(typed, mostDollars)
      : /^\d{1,6}$/.test(typed)
        ? Number(typed)
        : undefined;
  return value === undefined ? { isReadable: false } : { isReadable: true, value };
}

function withLimit(
  budget: PartialBudget,
  { measure, period, value }: { period: Period; measure: Measure; value?: number },
): PartialBudget {
  const { [measure]: _, ...others } = budget[period] ?? {};
  return { ...budget, [period]: value === undefined ? others : { ...others, [measure]: value } };
}
