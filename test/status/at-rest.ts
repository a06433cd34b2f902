import type { Standing } from '../../src/status/standing.ts';

/** Nothing is under way, nothing is owed, nothing is wrong. */
export const atRest: Standing = {
  load: { running: 0, queued: 0 },
  outbox: { owed: 0, oldestEndedAtMs: undefined },
  platforms: [],
  isProviderLeftAlone: false,
  budget: { usedMicros: 0, limitMicros: 0 },
};
