import type { Condition } from '../../src/core/condition.ts';
import type { House } from '../../src/core/rules/house.ts';
import type { Core } from '../../src/create-core.ts';

const calm: Condition = {
  version: '1.2.3',
  nodeVersion: '24.0.0',
  atWork: { kind: 'this', startedAtMs: Date.UTC(2026, 10, 22, 9) },
  load: { running: 1, queued: 2 },
  outbox: { owed: 0, oldestEndedAtMs: undefined },
  unseenReports: 2,
  isPausedByHand: false,
  providerPause: undefined,
  isProviderLeftAlone: false,
  balanceDollars: 12.5,
  platforms: [{ name: 'discord', isReady: true, state: 'connected' }],
};

/** What a real core decides, in a bot that is well. */
export function houseOf(core: Core, adminIds: readonly string[] = []): House {
  const { announcements, auditLog, bans, budgets, rules, usageReports } = core;
  const decided = { announcements, auditLog, bans, budgets, rules, usageReports };
  const drawing = { toPng: () => Promise.reject(new Error('nothing is drawn in this test')) };
  return { adminIds, ...decided, drawing, condition: async () => calm };
}
