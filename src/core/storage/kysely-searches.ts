import type { Search } from '../search.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Searches } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselySearches implements Searches {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put({ expiresAtMs, key, personId, words }: Search): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('searches')
        .values({
          key: storableKey('key', key),
          person_id: storableKey('personId', personId),
          // People's words, in which anything may stand.
          words: JSON.stringify(words),
          expires_at_ms: storableInteger('expiresAtMs', expiresAtMs),
        })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ expires_at_ms: expiresAtMs })
            .where('searches.expires_at_ms', '<', expiresAtMs),
        )
        .execute();
    });
  }

  find(key: string): Promise<Search | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('searches')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { expires_at_ms: expiresAtMs, person_id: personId, words } = row;
      return { key, personId, words: JSON.parse(words), expiresAtMs };
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('searches').where('expires_at_ms', '<=', nowMs).execute();
    });
  }
}
