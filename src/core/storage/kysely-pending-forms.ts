import type { PendingForm } from '../pending-form.ts';
import type { ReferenceSource } from '../reference-source.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { PendingForms } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyPendingForms implements PendingForms {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  insert(form: PendingForm): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('pending_forms')
        .values({
          key: storableKey('key', form.key),
          person_id: storableKey('personId', form.personId),
          pictures: JSON.stringify(form.pictures),
          button: form.button ?? null,
          expires_at_ms: storableInteger('expiresAtMs', form.expiresAtMs),
        })
        .execute();
    });
  }

  find(key: string): Promise<PendingForm | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('pending_forms')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      // Written by insert alone.
      const pictures: readonly ReferenceSource[] = JSON.parse(row.pictures);
      return {
        key: row.key,
        personId: row.person_id,
        pictures,
        button: row.button ?? undefined,
        expiresAtMs: row.expires_at_ms,
      };
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('pending_forms').where('expires_at_ms', '<=', nowMs).execute();
    });
  }
}
