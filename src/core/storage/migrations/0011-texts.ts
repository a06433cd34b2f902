import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps the words that were made where pictures were not what was asked for. */
export const texts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .alterTable('generations')
      .addColumn('texts', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
  },
};
