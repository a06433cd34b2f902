import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Counts final answers that a platform refused for good apart from those that failed for the moment. */
export const deliveryRejections: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable('generations')
      .addColumn('delivery_rejections', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
