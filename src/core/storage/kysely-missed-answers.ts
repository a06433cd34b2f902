import type { Generation } from '../generation.ts';
import type { MissedQuery } from '../missed-query.ts';
import { prepared } from './prepared.ts';
import type { MissedAnswers } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

const listMissed = prepared((transaction, { personId }: { personId: string }) =>
  transaction
    .selectFrom('missed_answers')
    .select(['generation_id', 'public_place_id'])
    .where('person_id', '=', personId),
);

export class KyselyMissedAnswers implements MissedAnswers {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  add({ id, isPrivate, personId, placeId }: Generation): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('missed_answers')
        .values({ generation_id: id, person_id: personId, public_place_id: isPrivate ? null : placeId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  list({ personId, publicPlaceId }: MissedQuery): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await listMissed(transaction, { personId });
      return rows
        .filter((row) => publicPlaceId === undefined || row.public_place_id === publicPlaceId)
        .map(({ generation_id: id }) => id);
    });
  }

  remove(generationIds: readonly string[]): Promise<void> {
    return this.#scope.run(async (transaction) => {
      for (const id of generationIds) {
        await transaction.deleteFrom('missed_answers').where('generation_id', '=', id).execute();
      }
    });
  }
}
