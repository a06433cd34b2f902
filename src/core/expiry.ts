import { storeUnpaidEnd } from './end-unpaid.ts';
import type { Generation } from './generation.ts';
import { expire } from './generation.ts';
import { queuedStates } from './generation-state.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** Bounds one transaction; the rest is overdue at the next look as well. */
const batchSize = 100;

/**
 * Ends queued generations that waited too long, unpaid. Their people are told by delivery. While those who run the bot have
 * paused it nothing expires: its time is given back when it goes on.
 */
export async function expireOverdue(
  transaction: StorageTransaction,
  nowMs: number,
): Promise<readonly Generation[]> {
  if ((await transaction.rules.of('')).bot.isPaused === true) return [];
  const overdue = await transaction.generations.list({
    states: queuedStates,
    expiredAtMs: nowMs,
    limit: batchSize,
  });
  const expired: Generation[] = [];
  for (const generation of overdue) {
    // A draft ends with what it is the draft of, which waits for as long.
    if (generation.draftOf !== undefined) continue;
    const ended = expire(generation, nowMs);
    await storeUnpaidEnd(transaction, { before: generation, ended, nowMs });
    expired.push(ended);
  }
  return expired;
}
