import type { Tables } from './tables.ts';

/** The columns of a balance that add up. */
export const balanceSums = [
  'reserved_micros',
  'reserved_pictures',
  'spent_micros',
  'charged_micros',
  'pictures',
] as const satisfies readonly (keyof Tables['balances'])[];
