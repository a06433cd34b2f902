import { sql, type Transaction } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

const count = prepared((transaction, { accountId }: { accountId: string }) =>
  transaction
    .selectFrom('generations')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('account_id', '=', accountId)
    .where('state', '=', 'waiting'),
);

const recount = prepared((transaction, { accountId }: { accountId: string }) =>
  transaction
    .updateTable('line')
    .set(({ selectFrom }) => ({
      waiting: selectFrom('generations')
        .select(sql<number>`count(*)`.as('count'))
        .where('generations.account_id', '=', accountId)
        .where('state', '=', 'waiting'),
    }))
    .where('line.account_id', '=', accountId),
);

/** How many generations of the account wait. */
export async function countWaiting(transaction: Transaction<Tables>, accountId: string): Promise<number> {
  const [counted] = await count(transaction, { accountId });
  return counted?.waiting ?? 0;
}

/** Writes into the line how many generations of the account wait; does nothing for one that stands outside. */
export async function recountWaiting(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  await recount(transaction, { accountId });
}
