import { insertUnneeded } from './insert-unneeded.ts';
import { selectExpendable, selectRemoved, sumKeptBytes } from './retention-selection.ts';
import type { PictureRetention } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyPictureRetention implements PictureRetention {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  expendable(query: { readonly endedByMs: number; readonly limit: number }): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectExpendable(transaction, query).execute();
      return rows.map(({ id }) => id);
    });
  }

  removed(limit: number): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectRemoved(transaction, limit).execute();
      return rows.map(({ id }) => id);
    });
  }

  keptBytes(): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const { bytes } = await sumKeptBytes(transaction).executeTakeFirstOrThrow();
      return bytes;
    });
  }

  noteUnneeded(keys: readonly string[]): Promise<void> {
    return this.#scope.run((transaction) => insertUnneeded(transaction, keys));
  }

  unneededFiles(limit: number): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction.selectFrom('unneeded_files').select('key').limit(limit).execute();
      return rows.map(({ key }) => key);
    });
  }

  forgetFiles(keys: readonly string[]): Promise<void> {
    return this.#scope.run(async (transaction) => {
      if (keys.length === 0) return;
      await transaction.deleteFrom('unneeded_files').where('key', 'in', keys).execute();
    });
  }
}
