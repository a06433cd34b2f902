import type { MicroDollars } from '../money.ts';
import type { Refusal } from '../refusal.ts';
import type { Load, Usage } from '../storage/storage.ts';

export interface Limits {
  readonly maxRunningPerUser: number;
  readonly maxQueuedPerUser: number;
  readonly maxRunning: number;
  readonly maxWaitMs: number;
  readonly maxSpendPerDayMicros: MicroDollars;
  readonly maxSpendPerUserPerDayMicros: MicroDollars;
}

/** Everything an admission depends on, read in the accepting transaction. */
export interface Circumstances {
  readonly load: Load;
  /** How long it will probably wait; 0 when nobody knows. */
  readonly expectedWaitMs: number;
  readonly personUsage: Usage;
  readonly botUsage: Usage;
  readonly estimateMicros: MicroDollars;
  readonly renewsAtMs: number;
}

/** Whether one more request fits; undefined = yes. Open reservations count as spent, so parallel requests cannot overrun. */
export function refusalFor(circumstances: Circumstances, limits: Limits): Refusal | undefined {
  const { expectedWaitMs, load, personUsage, botUsage, estimateMicros, renewsAtMs } = circumstances;
  if (load.queued >= limits.maxQueuedPerUser) return { reason: 'queue-full', limit: limits.maxQueuedPerUser };
  if (expectedWaitMs > limits.maxWaitMs) return { reason: 'line-too-long', maxWaitMs: limits.maxWaitMs };

  const personLeftMicros =
    limits.maxSpendPerUserPerDayMicros - personUsage.reservedMicros - personUsage.chargedMicros;
  if (estimateMicros > personLeftMicros) {
    return {
      reason: 'person-budget-spent',
      limitMicros: limits.maxSpendPerUserPerDayMicros,
      leftMicros: Math.max(0, personLeftMicros),
      estimateMicros,
      renewsAtMs,
    };
  }
  const botLeftMicros = limits.maxSpendPerDayMicros - botUsage.reservedMicros - botUsage.spentMicros;
  if (estimateMicros > botLeftMicros) {
    return {
      reason: 'bot-budget-spent',
      limitMicros: limits.maxSpendPerDayMicros,
      leftMicros: Math.max(0, botLeftMicros),
      estimateMicros,
      renewsAtMs,
    };
  }
  return undefined;
}
