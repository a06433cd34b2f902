import type { Spending } from '../../src/core/spending.ts';

const nothing = { pictures: 0, chargedMicros: 0 };

/** Nobody has used anything yet. */
export const nothingSpent: Spending = {
  of: async () => ({
    today: nothing,
    month: nothing,
    reservedMicros: 0,
    limitMicros: 1_000_000,
    leftMicros: 1_000_000,
    sharedLeftMicros: 10_000_000,
    isShared: false,
    renewsAtMs: Date.UTC(2026, 10, 23),
  }),
};
