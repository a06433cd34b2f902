import type { Generation } from './generation.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { MicroDollars } from './money.ts';
import { picturesOf } from './wish.ts';

/** Sets the estimate aside in the accepting transaction. */
export function reservation(generation: Generation): LedgerEntry {
  return {
    ...entryOf(generation, generation.acceptedAtMs),
    kind: 'reserve',
    reservedMicros: generation.reservedMicros,
    reservedPictures: picturesOf(generation.wish),
    spentMicros: 0,
    chargedMicros: 0,
    pictures: 0,
  };
}

/** What a generation cost, the operator by the backend's account and the person by what they were given, and brought. */
export interface Costs {
  readonly spentMicros: MicroDollars;
  readonly chargedMicros: MicroDollars;
  readonly pictures: number;
}

export const nothingPaid: Costs = { spentMicros: 0, chargedMicros: 0, pictures: 0 };

/** Ends a generation's reservation, in the transaction that ends the generation or its paid call. */
export function settlement(generation: Generation, costs: Costs, atMs: number): LedgerEntry {
  return {
    ...entryOf(generation, atMs),
    kind: costs.spentMicros === 0 && costs.chargedMicros === 0 ? 'release' : 'settle',
    // Not `-x`: a reservation of nothing must not become a negative zero.
    reservedMicros: 0 - generation.reservedMicros,
    reservedPictures: 0 - picturesOf(generation.wish),
    ...costs,
  };
}

/** Takes back that a draft counts as pictures: something else came of what it is the draft of. */
export function recount(
  draft: Generation,
  { atMs, pictures }: { readonly atMs: number; readonly pictures: number },
): LedgerEntry {
  return {
    ...entryOf(draft, atMs),
    ...nothingPaid,
    // Beside the entry that counted them.
    kind: draft.costMicros === 0 ? 'release' : 'settle',
    reservedMicros: 0,
    reservedPictures: 0,
    pictures: 0 - pictures,
  };
}

function entryOf({ budgetDay, id, personId, placeId }: Generation, atMs: number) {
  return { generationId: id, personId, placeId, day: budgetDay, atMs };
}
