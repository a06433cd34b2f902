import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps the messages of a chat that no platform keeps. */
export const chatMessages: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('chat_messages')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull().unique())
      .addColumn('revision', 'bigint', (column) => column.notNull().unique())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('files', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('chat_messages_of_person').on('chat_messages').column('person_id').execute();
  },
};
