import { type OpenedDatabase, openPostgres, openSqlite } from './dialect.ts';
import { KyselyStorage, type Sharing } from './kysely-storage.ts';
import { migrate } from './migrate.ts';

/**
 * Opens the database in a SQLite file, or a private one in memory for `:memory:`, with its schema brought up to date.
 * @throws SchemaTooNew when a newer release wrote it.
 */
export async function openSqliteStorage(path: string): Promise<KyselyStorage> {
  return openStorage(await openSqlite(path));
}

/**
 * Opens a PostgreSQL database by its `postgres://` URL, with its schema brought up to date. Without `sharing` it is for
 * a process that is alone with it.
 * @throws SchemaTooNew when a newer release wrote it.
 */
export async function openPostgresStorage(url: string, sharing?: Sharing): Promise<KyselyStorage> {
  return openStorage(await openPostgres(url), sharing);
}

async function openStorage(database: OpenedDatabase, sharing?: Sharing): Promise<KyselyStorage> {
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.kysely.destroy();
    throw error;
  }
  return new KyselyStorage(database, sharing);
}
