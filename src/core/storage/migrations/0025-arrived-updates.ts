import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps what a platform brought by itself until it is handled, and that it came for some time longer. */
export const arrivedUpdates: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('arrived_updates')
      .addColumn('number', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('content', 'text')
      .addColumn('arrived_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    // Few of many wait.
    await schema
      .createIndex('arrived_updates_waiting')
      .on('arrived_updates')
      .column('number')
      .where(sql<boolean>`content is not null`)
      .execute();
    await schema
      .createIndex('arrived_updates_by_arrival')
      .on('arrived_updates')
      .column('arrived_at_ms')
      .execute();
  },
};
