import type { Link } from '../link.ts';
import { prepared } from './prepared.ts';
import { storableKey, storableOptionalInteger } from './storable.ts';
import type { Links } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

const findLink = prepared((transaction, { personId }: { personId: string }) =>
  transaction
    .selectFrom('links')
    .select(['account_id', 'joined_id', 'shares_until_ms'])
    .where(({ eb, or }) => or([eb('account_id', '=', personId), eb('joined_id', '=', personId)])),
);

export class KyselyLinks implements Links {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  find(personId: string): Promise<Link | undefined> {
    return this.#scope.run(async (transaction) => {
      const [row] = await findLink(transaction, { personId });
      if (row === undefined) return undefined;
      return {
        accountId: row.account_id,
        joinedId: row.joined_id,
        sharesUntilMs: row.shares_until_ms ?? undefined,
      };
    });
  }

  ended(nowMs: number): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('links')
        .select('account_id')
        .where('shares_until_ms', '<=', nowMs)
        .execute();
      return rows.map(({ account_id }) => account_id);
    });
  }

  put({ accountId, joinedId, sharesUntilMs }: Link): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const joined = {
        joined_id: storableKey('joinedId', joinedId),
        shares_until_ms: storableOptionalInteger('sharesUntilMs', sharesUntilMs),
      };
      await transaction
        .insertInto('links')
        .values({ account_id: storableKey('accountId', accountId), ...joined })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(joined))
        .execute();
    });
  }

  remove(accountId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('links').where('account_id', '=', accountId).execute();
    });
  }
}
