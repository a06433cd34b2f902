import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps what processes tell each other for a while. */
export const marks: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('marks')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('marks_by_end').on('marks').column('until_ms').execute();
  },
};
