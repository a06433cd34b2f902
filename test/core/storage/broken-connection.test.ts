import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage, StorageTransaction } from '../../../src/core/storage/storage.ts';
import { execute } from '../../postgres/create-database.ts';
import { createFurnishedDatabase, type PostgresDatabase } from '../../postgres/postgres-database.ts';

let database: PostgresDatabase;
let storage: Storage & { close(): Promise<void> };

beforeEach(async () => {
  database = await createFurnishedDatabase();
  storage = await openPostgresStorage(database.url);
});
afterEach(async () => {
  await storage.close();
  await database.drop();
});

/** Resolves when the server has closed all connections but the one that asks. */
const breakConnections = () =>
  execute(
    database.url,
    `select pg_terminate_backend(pid, 10_000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );

const look = ({ marks }: StorageTransaction) => marks.find('anything', 0);
const lookTwice = (at: StorageTransaction) => Promise.all([look(at), look(at)]);

const ways = [
  ['a transaction', (work: (at: StorageTransaction) => Promise<unknown>) => storage.transaction(work)],
  ['a reading', (work: (at: StorageTransaction) => Promise<unknown>) => storage.read(work)],
] as const;

// An error that nobody listens to would end the process: here it fails the run as an unhandled one.
test.each(ways)(
  'a connection that breaks in %s fails what is asked of it, and nothing after',
  async (_, ask) => {
    const broken = ask(async (at) => {
      await look(at);
      await breakConnections();
      return lookTwice(at);
    });
    await expect(broken).rejects.toThrow();
    await expect(ask(lookTwice)).resolves.toEqual([undefined, undefined]);
  },
);
