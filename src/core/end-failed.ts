import { endDraft } from './end-unpaid.ts';
import type { GenerationFailure, Payment } from './failure.ts';
import type { PictureTrouble } from './failure-record.ts';
import type { Generation } from './generation.ts';
import { fail } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { Costs } from './settlement.ts';
import { settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';
import { unrecordedFiles } from './unrecorded-files.ts';

export interface FailedEnd {
  readonly failure: GenerationFailure;
  /** What the person can quote, and the operator finds in the log. */
  readonly reference: string;
  readonly nowMs: number;
}

/** Stores that a generation which had its turn ended without pictures: its slot is free, its reservation settled, its draft over. */
export async function storeFailedEnd(
  transaction: StorageTransaction,
  before: Generation,
  { failure, reference, nowMs }: FailedEnd,
): Promise<Generation> {
  const { generations, ledger, retention } = transaction;
  const { code, mayRetryHelp, payment } = failure;
  const costs = costsOfFailure(payment, before);
  const picture = pictureTrouble(failure, before);
  const record = { code, mayRetryHelp, wasCharged: false, reference, picture };
  const failed = fail(before, { nowMs, failure: record, costMicros: costs.spentMicros });
  await generations.save(failed);
  await retention.noteUnneeded(unrecordedFiles(before));
  await ledger.append(settlement(before, costs, nowMs));
  await endDraft(transaction, before, nowMs);
  return failed;
}

/** Tells of a stored end; one that was cancelled meanwhile is told of as that. */
export function tellFailedEnd(events: GenerationEvents, ended: Generation, nowMs: number): void {
  const facts = {
    generationId: ended.id,
    providerMs: providerTime(ended, nowMs),
    costMicros: ended.costMicros ?? 0,
    isDraft: ended.draftOf !== undefined,
  };
  if (ended.failure === undefined) events.emit({ name: 'generation-cancelled', ...facts });
  else events.emit({ name: 'generation-failed', code: ended.failure.code, ...facts });
}

/** Milliseconds since the first send; undefined when nothing was sent. */
export function providerTime(generation: Generation, nowMs: number): number | undefined {
  return generation.firstSentAtMs === undefined ? undefined : nowMs - generation.firstSentAtMs;
}

/** Which of the person's own pictures the backend names. */
function pictureTrouble(
  { code, referencePosition: position }: GenerationFailure,
  { wish }: Generation,
): PictureTrouble | undefined {
  if (position === undefined || position >= wish.references.length) return undefined;
  const problem = code === 'content-refused' ? 'refused-by-filter' : 'refused-by-model';
  return { number: position + 1, problem, format: undefined };
}

/**
 * The person pays for pictures only. The operator may have paid for none: where that cannot be excluded, the estimate
 * counts against the operator's budget, which then errs on the side of stopping early.
 */
function costsOfFailure(payment: Payment, generation: Generation): Costs {
  const mayBePaid = payment !== 'no' && generation.firstSentAtMs !== undefined;
  return { spentMicros: mayBePaid ? generation.reservedMicros : 0, chargedMicros: 0, pictures: 0 };
}
