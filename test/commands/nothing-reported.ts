import type { Reports } from '../../src/core/moderation/reports.ts';

/** Nothing was reported, and nobody is there to be told. */
export const nothingReported: Reports = {
  report: async () => 'nobody-to-tell',
  placeOf: async () => undefined,
  decide: async () => ({ kind: 'unknown' }),
};
