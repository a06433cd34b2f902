import type { Generation } from '../generation.ts';
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

  take({
    personId,
    publicPlaceId,
  }: {
    personId: string;
    publicPlaceId: string | undefined;
  }): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const theirs = transaction.deleteFrom('missed_answers').where('person_id', '=', personId);
      const { numDeletedRows } = await (publicPlaceId === undefined
        ? theirs
        : theirs.where('public_place_id', '=', publicPlaceId)
      ).executeTakeFirst();
      return Number(numDeletedRows);
    });
  }
}
