import type { Transaction } from 'kysely';
import { holdsSlot, selectGenerations } from './generation-selection.ts';
import type { Tables } from './tables.ts';

/** The first person in line who has something waiting and fewer than so many generations running. */
export function firstInLine(transaction: Transaction<Tables>, maxRunningPerUser: number) {
  return transaction
    .selectFrom('line')
    .select('person_id')
    .where('waiting', '>', 0)
    .where(
      (expression) =>
        expression
          .selectFrom('generations')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('generations.person_id', '=', 'line.person_id')
          .where(holdsSlot),
      '<',
      maxRunningPerUser,
    )
    .orderBy('turn')
    .limit(1);
}

/** What a person has waiting, oldest first. */
export function selectWaiting(transaction: Transaction<Tables>, personId: string) {
  return selectGenerations(transaction)
    .where('person_id', '=', personId)
    .where('state', '=', 'waiting')
    .orderBy('sequence');
}
