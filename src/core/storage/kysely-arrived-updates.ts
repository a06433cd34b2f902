import type { ArrivedUpdate } from '../arrived-update.ts';
import { storableInteger, storableText } from './storable.ts';
import type { ArrivedUpdates } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** One that is handled keeps its row without its content. */
export class KyselyArrivedUpdates implements ArrivedUpdates {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  keep({ arrivedAtMs, content, number }: ArrivedUpdate): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('arrived_updates')
        .values({
          number: storableInteger('number', number),
          content: storableText('content', content),
          arrived_at_ms: storableInteger('arrivedAtMs', arrivedAtMs),
        })
        .onConflict((conflict) => conflict.column('number').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    });
  }

  waiting(limit: number): Promise<readonly ArrivedUpdate[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('arrived_updates')
        .selectAll()
        .where('content', 'is not', null)
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map(({ arrived_at_ms: arrivedAtMs, content, number }) => ({
        number,
        content: content ?? '',
        arrivedAtMs,
      }));
    });
  }

  handled(numbers: readonly number[]): Promise<void> {
    return this.#scope.run(async (transaction) => {
      if (numbers.length === 0) return;
      await transaction
        .updateTable('arrived_updates')
        .set({ content: null })
        .where('number', 'in', numbers)
        .execute();
    });
  }

  dropWaiting(): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('arrived_updates')
        .set({ content: null })
        .where('content', 'is not', null)
        .execute();
    });
  }

  removeHandled(arrivedByMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .deleteFrom('arrived_updates')
        .where('arrived_at_ms', '<=', arrivedByMs)
        .where('content', 'is', null)
        .execute();
    });
  }
}
