import type { ExpressionBuilder, Transaction } from 'kysely';
import { holdsSlot, selectGenerations } from './generation-selection.ts';
import type { Tables } from './tables.ts';

/** The first account in line that has something waiting and fewer than so many generations running. */
export function firstInLine(transaction: Transaction<Tables>, maxRunningPerUser: number) {
  return transaction
    .selectFrom('line')
    .select('account_id')
    .where('waiting', '>', 0)
    .where(
      (expression) =>
        expression
          .selectFrom('generations')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('generations.account_id', '=', 'line.account_id')
          .where(holdsSlot),
      '<',
      maxRunningPerUser,
    )
    .orderBy('turn')
    .limit(1);
}

/** What an account has waiting, oldest first. */
export function selectWaiting(transaction: Transaction<Tables>, accountId: string) {
  return selectGenerations(transaction)
    .where('account_id', '=', accountId)
    .where('state', '=', 'waiting')
    .orderBy('sequence');
}

/** Whether an account in line has something waiting that is to be answered on one of these platforms. */
export function hasWaitingOn(expression: ExpressionBuilder<Tables, 'line'>, platforms: readonly string[]) {
  return expression.exists(
    expression
      .selectFrom('generations')
      .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
      .select('generations.id')
      .whereRef('generations.account_id', '=', 'line.account_id')
      .where('generations.state', '=', 'waiting')
      .where('addresses.platform', 'in', platforms),
  );
}
