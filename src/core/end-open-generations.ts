import type { Generation } from './generation.ts';
import { expire, giveUpDelivery, noSlot } from './generation.ts';
import { unfinishedStates } from './generation-state.ts';
import { settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** Counts of what was brought to an end. */
export interface EndedGenerations {
  /** Were waiting or at work; they are over as `expired`. */
  readonly unfinished: number;
  /** Owed their final answer; what was made stays for the person's history. */
  readonly unanswered: number;
}

/**
 * Ends everything that is open, without a word to anybody: nothing of it is sent, painted or delivered afterwards. For
 * a database that steps back in time: what it holds open went on in the time that it does not know.
 */
export async function endOpenGenerations(
  transaction: StorageTransaction,
  nowMs: number,
): Promise<EndedGenerations> {
  const { generations } = transaction;
  const limit = Number.MAX_SAFE_INTEGER;
  const unfinished = await generations.list({ states: unfinishedStates, limit });
  for (const generation of unfinished) await endUnfinished(transaction, generation, nowMs);
  // Cancelled by their people while the paid call was under way.
  const cancelled = await generations.list({ holdsSlot: true, limit });
  for (const generation of cancelled)
    await settleAndSave(transaction, { before: generation, ended: generation, nowMs });
  const unanswered = await generations.list({ deliveryDueAtMs: Number.MAX_SAFE_INTEGER, limit });
  for (const generation of unanswered) await generations.save(giveUpDelivery(generation));
  // Begun now, an album would be painted a second time, and so would a request that is dealt with once more.
  await transaction.seenAlbums.removeOpen();
  await transaction.unanswered.removeAll();
  await transaction.arrivedUpdates.dropWaiting();
  return { unfinished: unfinished.length, unanswered: unanswered.length };
}

async function endUnfinished(
  transaction: StorageTransaction,
  before: Generation,
  nowMs: number,
): Promise<void> {
  const ended =
    before.state === 'running'
      ? ({ ...before, state: 'expired', endedAtMs: nowMs } as const)
      : { ...expire(before, nowMs), nextDeliveryAtMs: undefined };
  await settleAndSave(transaction, { before, ended, nowMs });
  if (before.state === 'waiting') await transaction.line.withdrew(before.accountId);
}

/** The person pays nothing. Where a paid call had begun, the estimate counts against the operator's own cap. */
async function settleAndSave(
  { generations, ledger }: StorageTransaction,
  {
    before,
    ended,
    nowMs,
  }: { readonly before: Generation; readonly ended: Generation; readonly nowMs: number },
): Promise<void> {
  const spentMicros = before.firstSentAtMs === undefined ? 0 : before.reservedMicros;
  await generations.save({ ...ended, ...noSlot, costMicros: spentMicros });
  await ledger.append(settlement(before, { spentMicros, chargedMicros: 0, pictures: 0 }, nowMs));
}
