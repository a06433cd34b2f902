import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** How many generations of the person wait. */
export async function countWaiting(transaction: Transaction<Tables>, personId: string): Promise<number> {
  const { count } = await transaction
    .selectFrom('generations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return count;
}

/** Writes into the line how many generations of the person wait; does nothing for a person who stands outside. */
export async function recountWaiting(transaction: Transaction<Tables>, personId: string): Promise<void> {
  await transaction
    .updateTable('line')
    .set((expression) => ({
      waiting: expression
        .selectFrom('generations')
        .select(sql<number>`count(*)`.as('count'))
        .where('generations.person_id', '=', personId)
        .where('state', '=', 'waiting'),
    }))
    .where('line.person_id', '=', personId)
    .execute();
}
