import type { OwnPhoto, PhotoQuery } from '../own-photo.ts';
import { selectPhotos } from './photo-selection.ts';
import { storableKey } from './storable.ts';
import type { OwnPhotos } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyOwnPhotos implements OwnPhotos {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  note({ key, photoId }: { key: string; photoId: string }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('pictures')
        .set({ photo_id: storableKey('photoId', photoId) })
        .where('key', '=', key)
        .execute();
    });
  }

  async list(query: PhotoQuery): Promise<readonly OwnPhoto[]> {
    const favourites = query.after?.isFavourite === false ? [] : await this.#shelf(query, true);
    const limit = query.limit - favourites.length;
    if (limit <= 0) return favourites;
    const after = query.after?.isFavourite === true ? undefined : query.after;
    return [...favourites, ...(await this.#shelf({ ...query, after, limit }, false))];
  }

  #shelf(query: PhotoQuery, isFavourite: boolean): Promise<readonly OwnPhoto[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectPhotos(transaction, query, isFavourite).execute();
      return rows.map(({ id, photo_id: photoId, position, sequence }) => ({
        generationId: id,
        photoId: photoId ?? '',
        isFavourite,
        sequence,
        position,
      }));
    });
  }
}
