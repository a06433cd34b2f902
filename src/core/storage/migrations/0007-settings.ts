import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps what people chose for themselves, and counts the pictures that they were charged for. */
export const settings: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('settings')
      .addColumn('person_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('model', 'text')
      .addColumn('count', 'integer')
      .addColumn('aspect', 'text')
      .addColumn('format', 'text')
      .addColumn('language', 'text')
      .addColumn('is_private', 'integer', (column) => column.notNull())
      .execute();
    for (const table of ['ledger', 'balances']) {
      await schema
        .alterTable(table)
        .addColumn('pictures', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
    }
  },
};
