import { storableInteger, storableKey } from './storable.ts';
import type { LinkTries } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyLinkTries implements LinkTries {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  add({ atMs, personId }: { personId: string; atMs: number }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('link_tries')
        .values({ person_id: storableKey('personId', personId), at_ms: storableInteger('atMs', atMs) })
        .execute();
    });
  }

  count({ afterMs, personId }: { personId: string | undefined; afterMs: number }): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const all = transaction
        .selectFrom('link_tries')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('at_ms', '>', afterMs);
      const { count } = await (personId === undefined
        ? all
        : all.where('person_id', '=', personId)
      ).executeTakeFirstOrThrow();
      return count;
    });
  }

  removeUntil(atMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('link_tries').where('at_ms', '<=', atMs).execute();
    });
  }
}
