import { storeFailedEnd } from './end-failed.ts';
import { GenerationFailure } from './failure.ts';
import type { Generation } from './generation.ts';
import { takeOver } from './generation.ts';
import { createReference } from './reference.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** After so many, what was never sent gets no more time, and what hangs on is given up at last. */
const mostAttempts = 5;

/**
 * How long beyond its deadline what was sent is asked for: its pictures may be paid, and whatever keeps run after run
 * from storing them would cost those of others as well if it left the slot to them.
 */
const patienceMs = 30 * 60_000;

export interface LapsedRuns {
  /** Claimed for a new run each. */
  readonly taken: readonly Generation[];
  /** Ended, since one run after the other hung over them. */
  readonly givenUp: readonly Generation[];
}

export interface TakingOver {
  readonly nowMs: number;
  readonly deadlineAtMs: (generation: Generation) => number;
  readonly leaseUntilMs: number;
  /** Only what is to be answered on these is taken over; by default everything. */
  readonly platforms?: readonly string[] | undefined;
}

/** Takes over every generation whose run died or hangs. Each keeps the one slot that it holds. */
export async function takeOverLapsed(
  transaction: StorageTransaction,
  { nowMs, deadlineAtMs, leaseUntilMs, platforms }: TakingOver,
): Promise<LapsedRuns> {
  const { generations } = transaction;
  const limit = Number.MAX_SAFE_INTEGER;
  const lapsed = await generations.list({ leaseEndedAtMs: nowMs, platforms, limit });
  const taken: Generation[] = [];
  const givenUp: Generation[] = [];
  for (const generation of lapsed) {
    if (isHopeless(generation, nowMs)) {
      const end = { failure: hung(generation), reference: createReference(), nowMs };
      givenUp.push(await storeFailedEnd(transaction, generation, end));
    } else {
      const mayRenew = generation.attempt < mostAttempts;
      const deadline = mayRenew ? deadlineAtMs(generation) : (generation.deadlineAtMs ?? nowMs);
      const mine = takeOver(generation, { deadlineAtMs: deadline, leaseUntilMs });
      await generations.save(mine);
      await generations.take(mine.id);
      taken.push(mine);
    }
  }
  return { taken, givenUp };
}

function isHopeless({ attempt, deadlineAtMs = 0, firstSentAtMs }: Generation, nowMs: number): boolean {
  const lastMs = firstSentAtMs === undefined ? deadlineAtMs : deadlineAtMs + patienceMs;
  return attempt >= mostAttempts && nowMs >= lastMs;
}

function hung({ firstSentAtMs }: Generation): GenerationFailure {
  return firstSentAtMs === undefined
    ? new GenerationFailure({ code: 'internal', mayRetryHelp: true, payment: 'no' })
    : new GenerationFailure({ code: 'outcome-unknown', mayRetryHelp: true, payment: 'unknown' });
}
