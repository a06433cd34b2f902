import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps the style that a person usually wants, and under which id a platform keeps a picture as a photo. */
export const stylesAndPhotos: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.alterTable('settings').addColumn('style', 'text').execute();
    await schema.alterTable('pictures').addColumn('photo_id', 'text').execute();
  },
};
