import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers what people were not answered yet, where the answer is no generation's, and what is not to happen twice then. */
export const unanswered: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('unanswered_requests')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('favourite_presses')
      .addColumn('source_key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('is_favourite', 'integer', (column) => column.notNull())
      .addColumn('pressed_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createIndex('favourite_presses_by_age')
      .on('favourite_presses')
      .column('pressed_at_ms')
      .execute();
  },
};
