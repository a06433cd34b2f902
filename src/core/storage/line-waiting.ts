import { sql, type Transaction } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

const count = prepared((transaction, { accountId }: { accountId: string }) =>
  selectWaitingCount(transaction, accountId),
);

const recount = prepared((transaction, { accountId }: { accountId: string }) =>
  transaction
    .updateTable('line')
    .set({ waiting: selectWaitingCount(transaction, accountId) })
    .where('line.account_id', '=', accountId),
);

export function selectWaitingCount(transaction: Transaction<Tables>, accountId: string) {
  return transaction
    .selectFrom('generations')
    .select(sql<number>`count(*)`.as('waiting'))
    .where('generations.account_id', '=', accountId)
    .where('state', '=', 'waiting');
}

/** How many generations of the account wait. */
export async function countWaiting(transaction: Transaction<Tables>, accountId: string): Promise<number> {
  const [counted] = await count(transaction, { accountId });
  return counted?.waiting ?? 0;
}

/** Writes into the line how many generations of the account wait; does nothing for one that stands outside. */
export async function recountWaiting(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  await recount(transaction, { accountId });
}
