import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The tables of the first release. */
export const initial: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;

    await schema
      .createTable('generations')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull().unique())
      .addColumn('source_key', 'text', (column) => column.notNull().unique())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('place_id', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('is_private', 'integer', (column) => column.notNull())
      .addColumn('wish', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('accepted_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('started_at_ms', 'bigint')
      .addColumn('first_sent_at_ms', 'bigint')
      .addColumn('deadline_at_ms', 'bigint')
      .addColumn('ended_at_ms', 'bigint')
      .addColumn('answered_at_ms', 'bigint')
      .addColumn('holds_slot', 'integer', (column) => column.notNull())
      .addColumn('budget_day', 'text', (column) => column.notNull())
      .addColumn('reserved_micros', 'bigint', (column) => column.notNull())
      .addColumn('cost_micros', 'bigint')
      .addColumn('failure', 'text')
      .addColumn('missing_pictures', 'integer', (column) => column.notNull())
      .addColumn('delivery_attempts', 'integer', (column) => column.notNull())
      .addColumn('next_delivery_at_ms', 'bigint')
      .execute();
    await schema
      .createIndex('generations_of_person')
      .on('generations')
      .columns(['person_id', 'sequence'])
      .execute();
    await schema
      .createIndex('generations_of_person_by_state')
      .on('generations')
      .columns(['person_id', 'state', 'sequence'])
      .execute();
    await schema
      .createIndex('generations_by_state')
      .on('generations')
      .columns(['state', 'sequence'])
      .execute();
    await schema
      .createIndex('generations_by_expiry')
      .on('generations')
      .columns(['state', 'expires_at_ms'])
      .execute();
    await schema
      .createIndex('generations_holding_slots')
      .on('generations')
      .column('person_id')
      .where(sql<boolean>`holds_slot = 1`)
      .execute();
    await schema
      .createIndex('generations_to_deliver')
      .on('generations')
      .column('next_delivery_at_ms')
      .where('next_delivery_at_ms', 'is not', null)
      .execute();

    await schema
      .createTable('addresses')
      .addColumn('generation_id', 'text', (column) =>
        column.primaryKey().notNull().references('generations.id').onDelete('cascade'),
      )
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('is_durable', 'integer', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();

    await schema
      .createTable('line')
      .addColumn('person_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('turn', 'bigint', (column) => column.notNull().unique())
      .addColumn('waiting', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('line_in_order').on('line').columns(['turn', 'waiting', 'person_id']).execute();

    await schema
      .createTable('tallies')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('value', 'bigint', (column) => column.notNull())
      .execute();
    await sql`insert into tallies (name, value) values ('queued', 0)`.execute(database);

    await schema
      .createTable('ledger')
      .addColumn('sequence', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('generation_id', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('reserved_micros', 'bigint', (column) => column.notNull())
      .addColumn('spent_micros', 'bigint', (column) => column.notNull())
      .addColumn('charged_micros', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createIndex('ledger_of_generation')
      .on('ledger')
      .columns(['generation_id', 'sequence'])
      .execute();

    await schema
      .createTable('balances')
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('reserved_micros', 'bigint', (column) => column.notNull())
      .addColumn('spent_micros', 'bigint', (column) => column.notNull())
      .addColumn('charged_micros', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('balances_key', ['person_id', 'day'])
      .execute();

    await schema
      .createTable('pictures')
      .addColumn('generation_id', 'text', (column) =>
        column.notNull().references('generations.id').onDelete('cascade'),
      )
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('width', 'integer', (column) => column.notNull())
      .addColumn('height', 'integer', (column) => column.notNull())
      .addColumn('byte_length', 'bigint', (column) => column.notNull())
      .addColumn('seed', 'double precision')
      .addColumn('cost_micros', 'bigint')
      .addColumn('vendor_id', 'text')
      .addPrimaryKeyConstraint('pictures_place', ['generation_id', 'role', 'position'])
      .execute();
    await schema.createIndex('pictures_by_key').on('pictures').column('key').execute();
  },
};
