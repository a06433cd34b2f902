import { findDraft } from './draft.ts';
import type { Generation } from './generation.ts';
import type { Costs } from './settlement.ts';
import { recount, settlement } from './settlement.ts';
import type { StorageTransaction } from './storage/storage.ts';

/**
 * Settles what was painted. Of a draft and the pictures that it came before only the latter count as pictures, whichever
 * is over first: the draft counts where it is all there is.
 */
export async function settlePainted(
  transaction: StorageTransaction,
  generation: Generation,
  { atMs, costs }: { readonly costs: Costs; readonly atMs: number },
): Promise<void> {
  const { ledger } = transaction;
  const { draftOf } = generation;
  const isReplaced = draftOf !== undefined && (await ledger.picturesOf(draftOf)) > 0;
  await ledger.append(settlement(generation, isReplaced ? { ...costs, pictures: 0 } : costs, atMs));
  const draft = costs.pictures === 0 ? undefined : await findDraft(transaction, generation);
  const pictures = draft === undefined ? 0 : await ledger.picturesOf(draft.id);
  if (draft !== undefined && pictures > 0) await ledger.append(recount(draft, { atMs, pictures }));
}
