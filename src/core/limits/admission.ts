import type { Load } from '../load.ts';
import type { Refusal } from '../refusal.ts';
import type { Amount, Budget, Period } from './budget.ts';
import { refuseFrom } from './budget-refusal.ts';
import type { Purse } from './purse.ts';

export interface Limits {
  readonly maxRunningPerUser: number;
  readonly maxQueuedPerUser: number;
  readonly maxRunning: number;
  readonly maxWaitMs: number;
  /** What holds where nothing else was decided. */
  readonly budgets: StandardBudgets;
}

export interface StandardBudgets {
  readonly bot: Budget;
  /** Of each server and each group. */
  readonly place: Budget;
  readonly person: Budget;
}

/** Everything an admission depends on, read in the accepting transaction. */
export interface Circumstances {
  readonly load: Load;
  /** How long it will probably wait; 0 when nobody knows. */
  readonly expectedWaitMs: number;
  /** All that have to pay for it, the narrowest first. */
  readonly purses: readonly Purse[];
  /** What it is expected to cost and to bring. */
  readonly asked: Amount;
  readonly renewsAtMs: Readonly<Record<Period, number>>;
}

/** Whether one more request fits; undefined = yes. Open reservations count as spent, so parallel requests cannot overrun. */
export function refusalFor(circumstances: Circumstances, limits: Limits): Refusal | undefined {
  const { asked, expectedWaitMs, load, purses, renewsAtMs } = circumstances;
  if (load.queued >= limits.maxQueuedPerUser) return { reason: 'queue-full', limit: limits.maxQueuedPerUser };
  if (expectedWaitMs > limits.maxWaitMs) return { reason: 'line-too-long', maxWaitMs: limits.maxWaitMs };
  for (const purse of purses) {
    const refusal = refuseFrom(purse, { asked, renewsAtMs });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
