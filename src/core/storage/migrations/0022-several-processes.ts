import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lets several processes share the work: who lives, who has which generation in hand, and who holds which post. */
export const severalProcesses: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable('generations').addColumn('held_by', 'text').execute();
    await schema
      .createTable('lives')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('posts')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('life_id', 'text', (column) => column.notNull())
      .execute();
  },
};
