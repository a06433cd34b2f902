import type { Generation } from './generation.ts';
import { nothingPaid, settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';
import { unrecordedFiles } from './unrecorded-files.ts';

/** Stores how a generation ended before anything was sent: its reservation is released, its place in the line given up. */
export async function storeUnpaidEnd(
  { generations, ledger, line, retention }: StorageTransaction,
  {
    before,
    ended,
    nowMs,
  }: { readonly before: Generation; readonly ended: Generation; readonly nowMs: number },
): Promise<void> {
  await generations.save(ended);
  if (before.state === 'waiting') await line.withdrew(before.accountId);
  await retention.noteUnneeded(unrecordedFiles(before));
  await ledger.append(settlement(before, nothingPaid, nowMs));
}
