import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Tells drafts from what was asked for, and remembers who wants them. */
export const drafts: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable('generations').addColumn('draft_of', 'text').execute();
    await schema
      .alterTable('settings')
      .addColumn('drafts_first', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
