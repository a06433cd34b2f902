import { type OpenedDatabase, openPostgres, openSqlite } from './dialect.ts';
import { KyselyStorage, type Sharing } from './kysely-storage.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';

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
  return openStorage(await openPostgres(url), { sharing });
}

/**
 * Opens the database in a SQLite file that somebody else keeps up to date.
 * @throws SchemaTooOld, SchemaTooNew when its schema is not that of this release.
 */
export async function openCurrentSqliteStorage(path: string): Promise<KyselyStorage> {
  return openStorage(await openSqlite(path), { prepare: ({ kysely }) => requireCurrentSchema(kysely) });
}

/** The same in PostgreSQL. @throws SchemaTooOld, SchemaTooNew */
export async function openCurrentPostgresStorage(url: string): Promise<KyselyStorage> {
  return openStorage(await openPostgres(url), { prepare: ({ kysely }) => requireCurrentSchema(kysely) });
}

interface Opening {
  readonly prepare?: (database: OpenedDatabase) => Promise<void>;
  readonly sharing?: Sharing | undefined;
}

async function openStorage(
  database: OpenedDatabase,
  { prepare = migrate, sharing }: Opening = {},
): Promise<KyselyStorage> {
  try {
    await prepare(database);
  } catch (error) {
    await database.kysely.destroy();
    throw error;
  }
  return new KyselyStorage(database, sharing);
}
