import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers what people were not answered yet, where the answer is no generation's. */
export const unanswered: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('unanswered_requests')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .execute();
  },
};
