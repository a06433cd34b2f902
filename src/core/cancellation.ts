import { accountOf } from './account.ts';
import { findDraft, mayCost } from './draft.ts';
import { endDraft, storeUnpaidEnd } from './end-unpaid.ts';
import type { Generation } from './generation.ts';
import { cancel } from './generation.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** What a person's wish to cancel came to. */
export type Cancellation =
  /** It had not been sent: nothing is charged, unless for its draft. */
  | {
      readonly kind: 'cancelled';
      readonly generation: Generation;
      readonly draft: Generation | undefined;
    }
  /** Its paid call is under way and goes on at the provider; the pictures go to the person's history. */
  | { readonly kind: 'cancelled-while-running'; readonly generation: Generation }
  | { readonly kind: 'already-over'; readonly generation: Generation }
  | { readonly kind: 'not-found' };

/** Whether something is charged although it had not been sent. */
export function isDraftPaid({ draft }: Extract<Cancellation, { readonly kind: 'cancelled' }>): boolean {
  return draft !== undefined && mayCost(draft);
}

/** Ends a generation at the wish of the person whose it is, on whichever platform; anybody else's is `not-found`. */
export async function cancelAtWish(
  transaction: StorageTransaction,
  { id, nowMs, personId }: { readonly id: string; readonly nowMs: number; readonly personId: string },
): Promise<Cancellation> {
  const generation = await transaction.generations.find(id);
  const { people } = await accountOf(transaction, personId, nowMs);
  if (generation === undefined || !people.includes(generation.personId)) return { kind: 'not-found' };
  switch (generation.state) {
    case 'accepted':
    case 'preparing':
    case 'waiting':
      return cancelQueued(transaction, generation, nowMs);
    case 'running': {
      const cancelled = cancel(generation, nowMs);
      await transaction.generations.save(cancelled);
      await endDraft(transaction, cancelled, nowMs);
      return { kind: 'cancelled-while-running', generation: cancelled };
    }
    case 'made':
    case 'delivered':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'undeliverable':
      return { kind: 'already-over', generation };
    default:
      return generation.state satisfies never;
  }
}

async function cancelQueued(
  transaction: StorageTransaction,
  before: Generation,
  nowMs: number,
): Promise<Cancellation> {
  const generation = cancel(before, nowMs);
  await storeUnpaidEnd(transaction, { before, ended: generation, nowMs });
  return { kind: 'cancelled', generation, draft: await findDraft(transaction, generation) };
}
