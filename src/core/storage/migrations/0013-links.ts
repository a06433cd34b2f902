import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lets one person be the same on two platforms: turns and slots are counted by account instead of by person. */
export const links: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .alterTable('generations')
      .addColumn('account_id', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update generations set account_id = person_id`.execute(database);
    await schema.dropIndex('generations_of_person_by_state').execute();
    await schema
      .createIndex('generations_of_account_by_state')
      .on('generations')
      .columns(['account_id', 'state', 'sequence'])
      .execute();
    await schema.dropIndex('generations_holding_slots').execute();
    await schema
      .createIndex('generations_holding_slots')
      .on('generations')
      .column('account_id')
      .where(sql<boolean>`holds_slot = 1`)
      .execute();
    await schema.alterTable('line').renameColumn('person_id', 'account_id').execute();

    await schema
      .createTable('links')
      .addColumn('account_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('joined_id', 'text', (column) => column.notNull().unique())
      .addColumn('shares_until_ms', 'bigint')
      .execute();
    await schema
      .createTable('link_codes')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person_id', 'text', (column) => column.notNull().unique())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('used_by_id', 'text')
      .execute();
    await schema
      .createTable('link_tries')
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('link_tries_by_time').on('link_tries').columns(['at_ms', 'person_id']).execute();
  },
};
