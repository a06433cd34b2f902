import type { MicroDollars } from '../money.ts';

/** How long a budget lasts until it renews, the longer one first. */
export const periods = ['month', 'day'] as const;
export type Period = (typeof periods)[number];

/** What is counted. */
export const measures = ['micros', 'pictures'] as const;
export type Measure = (typeof measures)[number];

/** Money and pictures side by side. As a limit, `Infinity` where there is none. */
export interface Amount {
  readonly micros: MicroDollars;
  readonly pictures: number;
}

/** Something of every day and of every month. */
export type PerPeriod = Readonly<Record<Period, Amount>>;

/** How much may be used. */
export type Budget = PerPeriod;

/** A budget that leaves some of it to somebody else to say. */
export type PartialBudget = { readonly [Name in Period]?: Partial<Amount> };

/** Finds the four numbers one after the other. */
export function perPeriod(read: (period: Period, measure: Measure) => number): PerPeriod {
  const amountIn = (period: Period): Amount => ({
    micros: read(period, 'micros'),
    pictures: read(period, 'pictures'),
  });
  return { day: amountIn('day'), month: amountIn('month') };
}

export const unlimited: Budget = perPeriod(() => Number.POSITIVE_INFINITY);

/**
 * What holds for somebody, number by number: what was set for them (where they go by several names, the strictest), else
 * the most generous of their roles, else the standard.
 */
export function resolveBudget(layers: {
  readonly own: readonly PartialBudget[];
  readonly roles: readonly PartialBudget[];
  readonly standard: Budget;
}): Budget {
  const { own, roles, standard } = layers;
  if (own.length === 0 && roles.length === 0) return standard;
  return perPeriod((period, measure) => {
    const said = (budgets: readonly PartialBudget[]) =>
      budgets.map((budget) => budget[period]?.[measure]).filter((limit) => limit !== undefined);
    const [ownLimits, roleLimits] = [said(own), said(roles)];
    if (ownLimits.length > 0) return Math.min(...ownLimits);
    if (roleLimits.length > 0) return Math.max(...roleLimits);
    return standard[period][measure];
  });
}
