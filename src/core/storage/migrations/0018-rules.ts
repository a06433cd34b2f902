import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps rules, bans, what was decided by whom, what is still to be announced, and whether pictures are covered. */
export const rules: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .alterTable('generations')
      .addColumn('is_spoiler', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();

    await schema
      .createTable('rules')
      .addColumn('scope', 'text', (column) => column.primaryKey().notNull())
      .addColumn('rules', 'text', (column) => column.notNull())
      .execute();

    await schema
      .createTable('bans')
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('until_ms', 'bigint')
      .addPrimaryKeyConstraint('bans_key', ['person_id', 'scope'])
      .execute();
    await schema.createIndex('bans_by_scope').on('bans').columns(['scope', 'at_ms']).execute();

    await schema
      .createTable('audit')
      .addColumn('number', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('deed', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('audit_by_scope').on('audit').columns(['scope', 'number']).execute();

    await schema
      .createTable('notices')
      .addColumn('number', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('announcement', 'text', (column) => column.notNull())
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('is_durable', 'integer', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('notices_by_time').on('notices').columns(['due_at_ms', 'number']).execute();
  },
};
