import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers for a while which pictures were shown where, and which albums are still arriving. */
export const seenPictures: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('seen_pictures')
      .addColumn('place_id', 'text', (column) => column.notNull())
      .addColumn('message_id', 'bigint', (column) => column.notNull())
      .addColumn('album_id', 'text')
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('byte_length', 'bigint')
      .addColumn('media_type', 'text')
      .addColumn('seen_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('seen_pictures_place', ['place_id', 'message_id'])
      .execute();
    await schema
      .createIndex('seen_pictures_of_album')
      .on('seen_pictures')
      .columns(['place_id', 'album_id', 'message_id'])
      .execute();
    await schema.createIndex('seen_pictures_by_expiry').on('seen_pictures').column('expires_at_ms').execute();

    await schema
      .createTable('seen_albums')
      .addColumn('place_id', 'text', (column) => column.notNull())
      .addColumn('album_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('lead', 'text', (column) => column.notNull())
      .addColumn('holds_others', 'integer', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('seen_albums_key', ['place_id', 'album_id'])
      .execute();
    await schema.createIndex('seen_albums_by_state').on('seen_albums').column('state').execute();
    await schema.createIndex('seen_albums_by_expiry').on('seen_albums').column('expires_at_ms').execute();
  },
};
