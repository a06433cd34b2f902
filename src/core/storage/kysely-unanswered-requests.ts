import type { UnansweredRequest } from '../unanswered-request.ts';
import { storableInteger, storableKey, storableText } from './storable.ts';
import type { UnansweredRequests } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyUnansweredRequests implements UnansweredRequests {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put({ key, request, sinceMs }: UnansweredRequest): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('unanswered_requests')
        .values({
          key: storableKey('key', key),
          request: storableText('request', request),
          since_ms: storableInteger('sinceMs', sinceMs),
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    });
  }

  list(): Promise<readonly UnansweredRequest[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('unanswered_requests')
        .selectAll()
        .orderBy('since_ms')
        .orderBy('key')
        .execute();
      return rows.map(({ key, request, since_ms: sinceMs }) => ({ key, request, sinceMs }));
    });
  }

  remove(key: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('unanswered_requests').where('key', '=', key).execute();
    });
  }

  removeAll(): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('unanswered_requests').execute();
    });
  }
}
