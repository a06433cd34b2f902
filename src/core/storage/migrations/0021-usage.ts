import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lets the account be read day by day. */
export const usage: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.createIndex('ledger_by_day').on('ledger').columns(['day', 'sequence']).execute();
  },
};
