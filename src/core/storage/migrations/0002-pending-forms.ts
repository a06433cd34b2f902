import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers which pictures the forms that people have open are about. */
export const pendingForms: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('pending_forms')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('pictures', 'text', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('pending_forms_by_expiry').on('pending_forms').column('expires_at_ms').execute();
  },
};
