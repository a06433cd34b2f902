import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Makes results something that people can come back to: by buttons, as favourites, or to delete them. */
export const results: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.alterTable('generations').addColumn('origin', 'text').execute();
    await schema.alterTable('generations').addColumn('removed_at_ms', 'bigint').execute();
    await schema.alterTable('pending_forms').addColumn('button', 'text').execute();
    await schema
      .createTable('favourites')
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('generation_id', 'text', (column) =>
        column.notNull().references('generations.id').onDelete('cascade'),
      )
      .addColumn('starred_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('favourites_key', ['person_id', 'generation_id'])
      .execute();
    await schema
      .createIndex('favourites_of_person')
      .on('favourites')
      .columns(['person_id', 'starred_at_ms'])
      .execute();
  },
};
