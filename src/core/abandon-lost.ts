import type { Address } from './address.ts';
import { storeUnpaidEnd } from './end-unpaid.ts';
import { abandon } from './generation.ts';
import { queuedStates } from './generation-state.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** Ends what has not started and whose answers would go to a lost address; resolves with the ids. */
export async function abandonLost(
  transaction: StorageTransaction,
  isLost: (address: Address) => boolean,
  nowMs: number,
): Promise<readonly string[]> {
  const queued = await transaction.generations.list({
    states: queuedStates,
    limit: Number.MAX_SAFE_INTEGER,
  });
  // A draft ends with what it is the draft of.
  const lost = queued.filter(({ address, draftOf }) => draftOf === undefined && isLost(address));
  for (const before of lost) {
    await storeUnpaidEnd(transaction, { before, ended: abandon(before, nowMs), nowMs });
    await transaction.missedAnswers.add(before);
  }
  return lost.map(({ id }) => id);
}
