import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps what moderators should look at. */
export const reports: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('reports')
      .addColumn('generation_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('place_id', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('reporter_id', 'text')
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('verdict', 'text')
      .addColumn('decided_by_id', 'text')
      .addColumn('shown_at', 'text')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('due_at_ms', 'bigint')
      .execute();
    await schema.createIndex('reports_by_time').on('reports').columns(['due_at_ms']).execute();
    await schema.createIndex('reports_by_person').on('reports').columns(['reporter_id', 'at_ms']).execute();
  },
};
