import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** How many generations of the account wait. */
export async function countWaiting(transaction: Transaction<Tables>, accountId: string): Promise<number> {
  const { count } = await transaction
    .selectFrom('generations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return count;
}

/** Writes into the line how many generations of the account wait; does nothing for one that stands outside. */
export async function recountWaiting(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  await transaction
    .updateTable('line')
    .set((expression) => ({
      waiting: expression
        .selectFrom('generations')
        .select(sql<number>`count(*)`.as('count'))
        .where('generations.account_id', '=', accountId)
        .where('state', '=', 'waiting'),
    }))
    .where('line.account_id', '=', accountId)
    .execute();
}
