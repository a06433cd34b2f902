import type { ReferenceSource } from '../reference-source.ts';
import type { SeenPicture } from '../seen-picture.ts';
import { storableInteger, storableKey, storableOptionalInteger, storableText } from './storable.ts';
import type { SeenPictures } from './storage.ts';
import type { SeenPictureRow } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselySeenPictures implements SeenPictures {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put(picture: SeenPicture): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const { place_id, message_id, ...facts } = toRow(picture);
      await transaction
        .insertInto('seen_pictures')
        .values({ place_id, message_id, ...facts })
        .onConflict((conflict) => conflict.columns(['place_id', 'message_id']).doUpdateSet(facts))
        .execute();
    });
  }

  find({ placeId, messageId }: Pick<SeenPicture, 'placeId' | 'messageId'>): Promise<SeenPicture | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('seen_pictures')
        .selectAll()
        .where('place_id', '=', placeId)
        .where('message_id', '=', messageId)
        .executeTakeFirst();
      return row && toSeenPicture(row);
    });
  }

  ofAlbum({ placeId, albumId }: { placeId: string; albumId: string }): Promise<readonly SeenPicture[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('seen_pictures')
        .selectAll()
        .where('place_id', '=', placeId)
        .where('album_id', '=', albumId)
        .orderBy('message_id')
        .execute();
      return rows.map(toSeenPicture);
    });
  }

  showing({ keys, placeId }: { placeId: string; keys: readonly string[] }): Promise<readonly SeenPicture[]> {
    return this.#scope.run(async (transaction) => {
      const sources = keys.map((key) => sourceColumn({ kind: 'kept', key }));
      if (sources.length === 0) return [];
      const rows = await transaction
        .selectFrom('seen_pictures')
        .selectAll()
        .where('place_id', '=', placeId)
        .where('source', 'in', sources)
        .orderBy('message_id')
        .execute();
      return rows.map(toSeenPicture);
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('seen_pictures').where('expires_at_ms', '<=', nowMs).execute();
    });
  }
}

/** What is the same is written the same, so that it can be looked for. */
function sourceColumn(source: ReferenceSource): string {
  return JSON.stringify(source.kind === 'kept' ? { kind: source.kind, key: source.key } : source);
}

function toRow(picture: SeenPicture): SeenPictureRow {
  const { albumId, mediaType } = picture;
  return {
    place_id: storableKey('placeId', picture.placeId),
    message_id: storableInteger('messageId', picture.messageId),
    album_id: albumId === undefined ? null : storableKey('albumId', albumId),
    person_id: storableKey('personId', picture.personId),
    source: sourceColumn(picture.source),
    byte_length: storableOptionalInteger('byteLength', picture.byteLength),
    media_type: mediaType === undefined ? null : storableText('mediaType', mediaType),
    seen_at_ms: storableInteger('seenAtMs', picture.seenAtMs),
    expires_at_ms: storableInteger('expiresAtMs', picture.expiresAtMs),
  };
}

function toSeenPicture(row: SeenPictureRow): SeenPicture {
  // Written by toRow alone.
  const source: ReferenceSource = JSON.parse(row.source);
  return {
    placeId: row.place_id,
    messageId: row.message_id,
    albumId: row.album_id ?? undefined,
    personId: row.person_id,
    source,
    byteLength: row.byte_length ?? undefined,
    mediaType: row.media_type ?? undefined,
    seenAtMs: row.seen_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}
