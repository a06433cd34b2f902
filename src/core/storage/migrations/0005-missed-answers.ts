import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers whose requests ended out of their reach, until they have been told. */
export const missedAnswers: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('missed_answers')
      .addColumn('generation_id', 'text', (column) =>
        column.primaryKey().notNull().references('generations.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('public_place_id', 'text')
      .execute();
    await schema
      .createIndex('missed_answers_of_person')
      .on('missed_answers')
      .columns(['person_id', 'public_place_id'])
      .execute();
  },
};
