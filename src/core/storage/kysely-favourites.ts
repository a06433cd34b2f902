import type { Favourite } from '../favourite.ts';
import type { FavouritePress } from '../favourite-press.ts';
import { storableFlag, storableInteger, storableKey } from './storable.ts';
import type { Favourites } from './storage.ts';
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

  notePress({ isFavourite, pressedAtMs, sourceKey }: FavouritePress): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('favourite_presses')
        .values({
          source_key: storableKey('sourceKey', sourceKey),
          is_favourite: storableFlag(isFavourite),
          pressed_at_ms: storableInteger('pressedAtMs', pressedAtMs),
        })
        .execute();
    });
  }

  outcomeOf(sourceKey: string): Promise<boolean | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('favourite_presses')
        .select('is_favourite')
        .where('source_key', '=', sourceKey)
        .executeTakeFirst();
      return row && row.is_favourite === 1;
    });
  }

  forgetPresses(pressedByMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('favourite_presses').where('pressed_at_ms', '<=', pressedByMs).execute();
    });
  }
}
