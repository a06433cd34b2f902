import type { SeenAlbum } from '../seen-album.ts';
import { storableFlag, storableInteger, storableKey, storableText } from './storable.ts';
import type { SeenAlbums } from './storage.ts';
import type { SeenAlbumRow } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselySeenAlbums implements SeenAlbums {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put(album: SeenAlbum): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const { place_id, album_id, ...facts } = toRow(album);
      await transaction
        .insertInto('seen_albums')
        .values({ place_id, album_id, ...facts })
        .onConflict((conflict) => conflict.columns(['place_id', 'album_id']).doUpdateSet(facts))
        .execute();
    });
  }

  find({ placeId, albumId }: Pick<SeenAlbum, 'placeId' | 'albumId'>): Promise<SeenAlbum | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('seen_albums')
        .selectAll()
        .where('place_id', '=', placeId)
        .where('album_id', '=', albumId)
        .executeTakeFirst();
      return row && toSeenAlbum(row);
    });
  }

  listOpen(): Promise<readonly SeenAlbum[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('seen_albums')
        .selectAll()
        .where('state', '=', 'open')
        .orderBy('place_id')
        .orderBy('album_id')
        .execute();
      return rows.map(toSeenAlbum);
    });
  }

  removeOpen(): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('seen_albums').where('state', '=', 'open').execute();
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('seen_albums').where('expires_at_ms', '<=', nowMs).execute();
    });
  }
}

function toRow(album: SeenAlbum): SeenAlbumRow {
  return {
    place_id: storableKey('placeId', album.placeId),
    album_id: storableKey('albumId', album.albumId),
    state: album.state,
    lead: storableText('lead', album.lead),
    holds_others: storableFlag(album.holdsOthers),
    expires_at_ms: storableInteger('expiresAtMs', album.expiresAtMs),
  };
}

function toSeenAlbum(row: SeenAlbumRow): SeenAlbum {
  return {
    placeId: row.place_id,
    albumId: row.album_id,
    state: row.state,
    lead: row.lead,
    holdsOthers: row.holds_others === 1,
    expiresAtMs: row.expires_at_ms,
  };
}
