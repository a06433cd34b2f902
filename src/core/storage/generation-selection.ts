import { sql, type Transaction } from 'kysely';
import type { GenerationQuery } from '../generation-query.ts';
import type { GenerationState } from '../generation-state.ts';
import type { Tables } from './tables.ts';

/** States in which the person is owed no final answer. */
const settledStates = [
  'accepted',
  'preparing',
  'waiting',
  'running',
  'delivered',
  'undeliverable',
] as const satisfies readonly GenerationState[];

export type GenerationSelection = ReturnType<typeof selectGenerations>;

/** Generations together with their addresses, ready for `toGeneration`. */
export function selectGenerations(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom('generations')
    .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
    .select([
      'generations.id',
      'generations.source_key',
      'generations.origin',
      'generations.draft_of',
      'generations.person_id',
      'generations.account_id',
      'generations.place_id',
      'generations.language',
      'generations.is_private',
      'generations.is_spoiler',
      'generations.wish',
      'generations.state',
      'generations.accepted_at_ms',
      'generations.expires_at_ms',
      'generations.started_at_ms',
      'generations.first_sent_at_ms',
      'generations.deadline_at_ms',
      'generations.ended_at_ms',
      'generations.answered_at_ms',
      'generations.removed_at_ms',
      'generations.holds_slot',
      'generations.attempt',
      'generations.lease_until_ms',
      'generations.budget_day',
      'generations.reserved_micros',
      'generations.cost_micros',
      'generations.failure',
      'generations.texts',
      'generations.missing_pictures',
      'generations.delivery_attempts',
      'generations.delivery_rejections',
      'generations.next_delivery_at_ms',
      'addresses.platform',
      'addresses.is_durable',
      'addresses.detail',
    ]);
}

/** The last ones that were accepted, the newest first. */
export function selectNewest(transaction: Transaction<Tables>) {
  return selectGenerations(transaction).orderBy('sequence', 'desc');
}

/** What people asked for last, newest first. */
export function selectLastWishes(transaction: Transaction<Tables>, people: readonly string[]) {
  return transaction
    .selectFrom('generations')
    .select('wish')
    .where('person_id', 'in', people)
    .where('removed_at_ms', 'is', null)
    .where('draft_of', 'is', null)
    .orderBy('sequence', 'desc');
}

/** How many final answers are owed, and since when. */
export function selectOutbox(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom('generations')
    .select(({ fn }) => [fn.countAll<number>().as('owed'), fn.min('ended_at_ms').as('oldest')])
    .where('next_delivery_at_ms', 'is not', null)
    .where('state', 'not in', settledStates);
}

/** Applies the conditions of a query, oldest first. */
export function narrow(selection: GenerationSelection, query: GenerationQuery): GenerationSelection {
  let narrowed = selection;
  if (query.states !== undefined) narrowed = narrowed.where('state', 'in', query.states);
  if (query.accountId !== undefined) narrowed = narrowed.where('account_id', '=', query.accountId);
  if (query.platforms !== undefined) {
    narrowed = narrowed.where('addresses.platform', 'in', query.platforms);
  }
  if (query.origin !== undefined) narrowed = narrowed.where('origin', '=', query.origin);
  if (query.holdsSlot !== undefined) {
    narrowed = narrowed.where(query.holdsSlot ? holdsSlot : sql<boolean>`holds_slot = 0`);
  }
  if (query.leaseEndedAtMs !== undefined) {
    narrowed = narrowed
      .where(holdsSlot)
      .where(sql<boolean>`coalesce(lease_until_ms, 0) <= ${query.leaseEndedAtMs}`);
  }
  if (query.deliveryDueAtMs !== undefined) {
    narrowed = narrowed
      .where('next_delivery_at_ms', '<=', query.deliveryDueAtMs)
      // Said the other way round, SQLite would look for all that ever ended in these states instead of for what is due.
      .where('state', 'not in', settledStates);
  }
  if (query.expiredAtMs !== undefined) narrowed = narrowed.where('expires_at_ms', '<=', query.expiredAtMs);
  // The plus keeps the planners from walking the whole history in order for the sake of a few rows.
  return findsFew(query) ? narrowed.orderBy(sql`+sequence`) : narrowed.orderBy('sequence');
}

/** The condition of a partial index. It is written out, because such an index is not considered for a parameter. */
export const holdsSlot = sql<boolean>`holds_slot = 1`;

function findsFew(query: GenerationQuery): boolean {
  return (
    query.holdsSlot === true ||
    query.leaseEndedAtMs !== undefined ||
    query.deliveryDueAtMs !== undefined ||
    query.expiredAtMs !== undefined ||
    (query.states !== undefined && query.states.length > 1)
  );
}
