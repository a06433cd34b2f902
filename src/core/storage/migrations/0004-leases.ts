import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Says of each generation how often it was claimed, and until when its present holder has it. */
export const leases: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable('generations')
      .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema.alterTable('generations').addColumn('lease_until_ms', 'bigint').execute();
  },
};
