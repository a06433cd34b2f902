import type { Address } from './address.ts';
import { readdress } from './readdress.ts';
import type { PlaceMove } from './storage/place-records.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** A place that goes on under another id. */
export interface MovedPlace extends PlaceMove {
  /** Where an answer goes from now on that was to go there; undefined for addresses anywhere else. */
  readonly readdress: (address: Address) => Address | undefined;
}

/** Lets everything follow that is stored of a place: what waits, rules, bans, reports, budgets. Harmless when repeated. */
export async function movePlace(
  transaction: StorageTransaction,
  { from, readdress: move, to }: MovedPlace,
): Promise<void> {
  await readdress(transaction, move);
  await transaction.places.move({ from, to });
}
