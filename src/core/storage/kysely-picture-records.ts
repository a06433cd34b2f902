import type { StoredPicture } from '../pictures/picture-store.ts';
import { insertUnneeded } from './insert-unneeded.ts';
import { storableInteger, storableKey, storableOptionalInteger, storableText } from './storable.ts';
import type { PictureRecords } from './storage.ts';
import type { PictureRow } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyPictureRecords implements PictureRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  add(picture: StoredPicture): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const row = toRow(picture);
      await transaction.insertInto('pictures').values(row).execute();
      await transaction
        .updateTable('generations')
        .set((expression) => ({
          kept_results: expression('kept_results', '+', row.role === 'result' ? 1 : 0),
          kept_bytes: expression('kept_bytes', '+', row.byte_length),
        }))
        .where('id', '=', row.generation_id)
        .execute();
    });
  }

  removeOf(generationId: string): Promise<readonly StoredPicture[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .deleteFrom('pictures')
        .where('generation_id', '=', generationId)
        .returningAll()
        .execute();
      if (rows.length === 0) return [];
      await transaction
        .updateTable('generations')
        .set({ kept_results: 0, kept_bytes: 0 })
        .where('id', '=', generationId)
        .execute();
      await insertUnneeded(
        transaction,
        rows.map(({ key }) => key),
      );
      return rows.map(toPicture);
    });
  }

  of(generationId: string, role: StoredPicture['role']): Promise<readonly StoredPicture[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('pictures')
        .selectAll()
        .where('generation_id', '=', generationId)
        .where('role', '=', role)
        .orderBy('position')
        .execute();
      return rows.map(toPicture);
    });
  }
}

function toRow(picture: StoredPicture): Omit<PictureRow, 'photo_id'> {
  return {
    generation_id: storableKey('generationId', picture.generationId),
    role: picture.role,
    position: storableInteger('position', picture.position),
    key: storableKey('key', picture.key),
    media_type: storableText('mediaType', picture.mediaType),
    width: storableInteger('width', picture.width),
    height: storableInteger('height', picture.height),
    byte_length: storableInteger('byteLength', picture.byteLength),
    seed: picture.seed ?? null,
    cost_micros: storableOptionalInteger('costMicros', picture.costMicros),
    vendor_id: picture.vendorId === undefined ? null : storableText('vendorId', picture.vendorId),
  };
}

function toPicture(row: Omit<PictureRow, 'photo_id'>): StoredPicture {
  return {
    key: row.key,
    generationId: row.generation_id,
    role: row.role,
    position: row.position,
    mediaType: row.media_type,
    width: row.width,
    height: row.height,
    byteLength: row.byte_length,
    seed: row.seed ?? undefined,
    costMicros: row.cost_micros ?? undefined,
    vendorId: row.vendor_id ?? undefined,
  };
}
