import type { Address } from './address.ts';
import { unfinishedStates } from './generation-state.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** Moves the answers that are still to come to where `move` says; whatever it knows no new address for stays. */
export async function readdress(
  { generations }: StorageTransaction,
  move: (address: Address) => Address | undefined,
): Promise<void> {
  const limit = Number.MAX_SAFE_INTEGER;
  const open = await generations.list({ states: unfinishedStates, limit });
  const owed = await generations.list({ deliveryDueAtMs: Number.MAX_SAFE_INTEGER, limit });
  for (const generation of [...open, ...owed]) {
    const address = move(generation.address);
    if (address !== undefined) await generations.save({ ...generation, address });
  }
}
