import type { LinkCode } from '../link-code.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { LinkCodes } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyLinkCodes implements LinkCodes {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put({ expiresAtMs, hash, personId, usedById }: LinkCode): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const code = {
        hash: storableKey('hash', hash),
        expires_at_ms: storableInteger('expiresAtMs', expiresAtMs),
        used_by_id: usedById ?? null,
      };
      await transaction
        .insertInto('link_codes')
        .values({ person_id: storableKey('personId', personId), ...code })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(code))
        .execute();
    });
  }

  find(hash: string): Promise<LinkCode | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('link_codes')
        .selectAll()
        .where('hash', '=', hash)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        hash,
        personId: row.person_id,
        expiresAtMs: row.expires_at_ms,
        usedById: row.used_by_id ?? undefined,
      };
    });
  }

  use({ hash, usedById }: { hash: string; usedById: string }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('link_codes')
        .set({ used_by_id: storableKey('usedById', usedById) })
        .where('hash', '=', hash)
        .execute();
    });
  }

  remove(hash: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('link_codes').where('hash', '=', hash).execute();
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('link_codes').where('expires_at_ms', '<=', nowMs).execute();
    });
  }
}
