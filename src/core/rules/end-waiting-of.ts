import { storeUnpaidEnd } from '../end-unpaid.ts';
import type { Generation } from '../generation.ts';
import { fail } from '../generation.ts';
import { queuedStates } from '../generation-state.ts';
import { placeSubject } from '../limits/budget-subject.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import type { RuleScope } from './rule-scope.ts';

/** Ends, unpaid, what people have waiting where they may ask for nothing any more. Resolves with the ids of what it ended. */
export async function endWaitingOf(
  transaction: StorageTransaction,
  {
    nowMs,
    people,
    reference,
    scope,
  }: {
    readonly people: readonly string[];
    readonly scope: RuleScope;
    readonly reference: string;
    readonly nowMs: number;
  },
): Promise<readonly string[]> {
  const theirs: Generation[] = [];
  for (const accountId of people) {
    const limit = Number.MAX_SAFE_INTEGER;
    const queued = await transaction.generations.list({ states: queuedStates, accountId, limit });
    const concerned = queued.filter(({ placeId }) => scope === 'bot' || scope === placeSubject(placeId));
    // A draft ends with what it is the draft of.
    theirs.push(...concerned.filter(({ draftOf }) => draftOf === undefined));
  }
  for (const before of theirs) {
    const failure = { code: 'banned', mayRetryHelp: false, wasCharged: false, reference } as const;
    const ended = fail(before, { nowMs, failure, costMicros: 0 });
    await storeUnpaidEnd(transaction, { before, ended, nowMs });
  }
  return theirs.map(({ id }) => id);
}
