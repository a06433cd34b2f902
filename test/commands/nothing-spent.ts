import type { Spending } from '../../src/core/spending.ts';

const nothing = { micros: 0, pictures: 0 };
const noLimit = { micros: Number.POSITIVE_INFINITY, pictures: Number.POSITIVE_INFINITY };
const dollar = { ...noLimit, micros: 1_000_000 };

/** Nobody has used anything yet. */
export const nothingSpent: Spending = {
  of: async () => ({
    today: { used: nothing, limit: dollar, left: dollar, renewsAtMs: Date.UTC(2026, 10, 23) },
    month: { used: nothing, limit: noLimit, left: noLimit, renewsAtMs: Date.UTC(2026, 11, 1) },
    reservedMicros: 0,
    isShared: false,
    usedUp: [],
  }),
};
