import { findDraft } from './draft.ts';
import type { Generation } from './generation.ts';
import { cancel } from './generation.ts';
import { nothingPaid, settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';
import { unrecordedFiles } from './unrecorded-files.ts';

/**
 * Stores how a generation ended before anything was sent: its reservation is released, its place in the line given up,
 * and its draft ends with it.
 */
export async function storeUnpaidEnd(
  transaction: StorageTransaction,
  {
    before,
    ended,
    nowMs,
  }: { readonly before: Generation; readonly ended: Generation; readonly nowMs: number },
): Promise<void> {
  const { generations, ledger, line, retention } = transaction;
  await generations.save(ended);
  if (before.state === 'waiting') await line.withdrew(before.accountId);
  await retention.noteUnneeded(unrecordedFiles(before));
  await ledger.append(settlement(before, nothingPaid, nowMs));
  await endDraft(transaction, before, nowMs);
}

/**
 * Ends the draft of a generation that is over. One that was not sent is never paid; one that is under way keeps its slot
 * until its call is over, and nobody sees what comes of it. Resolves with the draft; undefined when there is none.
 */
export async function endDraft(
  transaction: StorageTransaction,
  drafted: Generation,
  nowMs: number,
): Promise<Generation | undefined> {
  const before = await findDraft(transaction, drafted);
  if (before === undefined) return undefined;
  switch (before.state) {
    case 'accepted':
    case 'preparing':
    case 'waiting': {
      const ended = cancel(before, nowMs);
      await storeUnpaidEnd(transaction, { before, ended, nowMs });
      return ended;
    }
    case 'running': {
      const ended = cancel(before, nowMs);
      await transaction.generations.save(ended);
      return ended;
    }
    case 'made':
    case 'delivered':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'undeliverable':
      return before;
    default:
      return before.state satisfies never;
  }
}
