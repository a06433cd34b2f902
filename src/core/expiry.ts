import type { Generation } from './generation.ts';
import { expire, queuedStates } from './generation.ts';
import { nothingPaid, settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** Bounds one transaction; the rest is overdue at the next look as well. */
const batchSize = 100;

/** Ends queued generations that waited too long, unpaid. Their people are told by delivery. */
export async function expireOverdue(
  transaction: StorageTransaction,
  nowMs: number,
): Promise<readonly Generation[]> {
  const { generations, ledger, line } = transaction;
  const overdue = await generations.list({ states: queuedStates, expiredAtMs: nowMs, limit: batchSize });
  const expired: Generation[] = [];
  for (const generation of overdue) {
    const ended = expire(generation, nowMs);
    await generations.save(ended);
    if (generation.state === 'waiting') await line.withdrew(generation.personId);
    await ledger.append(settlement(generation, nothingPaid, nowMs));
    expired.push(ended);
  }
  return expired;
}
