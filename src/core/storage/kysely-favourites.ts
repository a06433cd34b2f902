import { storableInteger, storableKey } from './storable.ts';
import type { Favourite, Favourites } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyFavourites implements Favourites {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  add({ personId, generationId, starredAtMs }: Favourite): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('favourites')
        .values({
          person_id: storableKey('personId', personId),
          generation_id: storableKey('generationId', generationId),
          starred_at_ms: storableInteger('starredAtMs', starredAtMs),
        })
        .onConflict((conflict) => conflict.columns(['person_id', 'generation_id']).doNothing())
        .execute();
    });
  }

  remove({ personId, generationId }: Omit<Favourite, 'starredAtMs'>): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .deleteFrom('favourites')
        .where('person_id', '=', personId)
        .where('generation_id', '=', generationId)
        .execute();
    });
  }

  has({ personId, generationId }: Omit<Favourite, 'starredAtMs'>): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('favourites')
        .select('person_id')
        .where('person_id', '=', personId)
        .where('generation_id', '=', generationId)
        .executeTakeFirst();
      return row !== undefined;
    });
  }
}
