import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Remembers which requests are to be erased as soon as nothing of them is under way any more. */
export const erasures: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('erasures')
      .addColumn('generation_id', 'text', (column) =>
        column.primaryKey().notNull().references('generations.id').onDelete('cascade'),
      )
      .execute();
  },
};
