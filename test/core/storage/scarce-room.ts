import { sql } from 'kysely';
import { openSqlite } from '../../../src/core/storage/dialect.ts';
import { KyselyStorage } from '../../../src/core/storage/kysely-storage.ts';
import { migrate } from '../../../src/core/storage/migrate.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

/** A database whose disk a test can make full, and give room again. */
export interface ScarceRoom {
  readonly storage: Storage;
  /** From now on SQLite finds no room for another page (https://sqlite.org/pragma.html#pragma_max_page_count). */
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
}

const plentyOfPages = 1_000_000;

export async function openScarceRoom(path: string): Promise<ScarceRoom> {
  const database = await openSqlite(path);
  const { kysely } = database;
  await migrate(database);
  const limit = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(kysely);
  return {
    storage: new KyselyStorage(database),
    fill: async () => {
      // SQLite takes a limit below the size of the file for that size.
      await limit(1);
      await limit(1);
    },
    makeRoom: async () => {
      await limit(plentyOfPages);
    },
  };
}
