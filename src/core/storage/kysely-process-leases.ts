import type { Transaction } from 'kysely';
import type { LeaseRequest, ProcessLeases } from './process-lease.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Tables } from './tables.ts';

/** Runs work in a transaction of its own, one at a time. */
export type RunTransaction = <Result>(
  work: (transaction: Transaction<Tables>) => Promise<Result>,
) => Promise<Result>;

export class KyselyProcessLeases implements ProcessLeases {
  readonly #run: RunTransaction;

  constructor(run: RunTransaction) {
    this.#run = run;
  }

  acquire(request: LeaseRequest): Promise<boolean> {
    return this.#run(async (transaction) => {
      const row = {
        name: storableKey('name', request.name),
        owner: storableKey('owner', request.owner),
        expires_at_ms: expiry(request),
      };
      const taken = await transaction
        .insertInto('leases')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner: row.owner, expires_at_ms: row.expires_at_ms })
            .where((expression) =>
              expression.or([
                expression('leases.owner', '=', row.owner),
                expression('leases.expires_at_ms', '<=', request.nowMs),
              ]),
            ),
        )
        .returning('name')
        .executeTakeFirst();
      return taken !== undefined;
    });
  }

  renew(request: LeaseRequest): Promise<boolean> {
    return this.#run(async (transaction) => {
      const kept = await transaction
        .updateTable('leases')
        .set({ expires_at_ms: expiry(request) })
        .where('name', '=', request.name)
        .where('owner', '=', request.owner)
        .returning('name')
        .executeTakeFirst();
      return kept !== undefined;
    });
  }

  release({ name, owner }: { readonly name: string; readonly owner: string }): Promise<void> {
    return this.#run(async (transaction) => {
      await transaction.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute();
    });
  }
}

function expiry({ nowMs, ttlMs }: LeaseRequest): number {
  return storableInteger('nowMs + ttlMs', nowMs + ttlMs);
}
