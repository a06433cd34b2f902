import type { Generation } from '../generation.ts';
import type { MissedQuery } from '../missed-query.ts';
import type { MissedAnswers } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

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
      const theirs = transaction
        .selectFrom('missed_answers')
        .select('generation_id')
        .where('person_id', '=', personId);
      const rows = await (publicPlaceId === undefined
        ? theirs
        : theirs.where('public_place_id', '=', publicPlaceId)
      ).execute();
      return rows.map(({ generation_id: id }) => id);
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
