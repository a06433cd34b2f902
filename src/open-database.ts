import type { Config } from './config/config.ts';
import type { Log } from './core/log.ts';
import { DatabaseDamaged } from './core/storage/database-damaged.ts';
import { SchemaTooNew, SchemaTooOld } from './core/storage/migrate.ts';
import { openCurrentSqliteStorage, openSqliteStorage } from './core/storage/open-storage.ts';
import { requireWorkable } from './core/storage/require-workable.ts';
import { EpochClosed } from './core/storage/sqlite-epoch.ts';
import { DatabaseInUse, lockSqliteFile } from './core/storage/sqlite-lock.ts';
import type { Storage } from './core/storage/storage.ts';
import type { OpenedStorage } from './open-postgres.ts';
import { StartupProblem } from './startup-problem.ts';

interface DatabaseTools {
  readonly log: Log;
  readonly now: () => number;
  /** Told whether a server answers, after every sign of life that this process gives there. */
  readonly onReachable?: (isReachable: boolean) => void;
}

/**
 * Opens the database: a SQLite file for the one process that may claim from it, PostgreSQL for any number of them.
 *
 * @throws StartupProblem (75) when another process works with it or the disk is full, (78) when it cannot be used.
 */
export async function openDatabase(
  database: Config['database'],
  tools: DatabaseTools,
): Promise<OpenedStorage> {
  if (database.kind === 'postgres') {
    const { openPostgresDatabase } = await import('./open-postgres.ts');
    return openPostgresDatabase({ ...tools, url: database.url });
  }
  const { path } = database;
  const unlock = await lockSqliteFile(path).catch((error: unknown) => {
    throw toStartupProblem(error, path);
  });
  try {
    await requireWorkable(path);
    const storage = await openSqliteStorage(path);
    return {
      storage,
      attention: undefined,
      close: async () => {
        await storage.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw toStartupProblem(error, path);
  }
}

/**
 * Opens the database for a few short transactions, also beside the bot that is at work with it. As long as no bot is, none
 * can begin: the database is brought up to date first.
 *
 * @throws StartupProblem (78) when it cannot be used, or the bot at work is another release.
 */
export async function openDatabaseBeside(
  database: Config['database'],
  tools: DatabaseTools,
): Promise<{
  readonly storage: Storage;
  /** Undefined where that cannot be told. */
  readonly isBotAtWork: boolean | undefined;
  readonly close: () => Promise<void>;
}> {
  if (database.kind === 'postgres') {
    const { openPostgresBeside } = await import('./open-postgres.ts');
    const storage = await openPostgresBeside(database.url);
    return { storage, isBotAtWork: undefined, close: () => storage.close() };
  }
  try {
    return { ...(await openDatabase(database, tools)), isBotAtWork: false };
  } catch (error) {
    if (!(error instanceof StartupProblem) || !(error.cause instanceof DatabaseInUse)) throw error;
  }
  try {
    const storage = await openCurrentSqliteStorage(database.path);
    return { storage, isBotAtWork: true, close: () => storage.close() };
  } catch (error) {
    if (error instanceof SchemaTooOld) {
      throw new StartupProblem(
        'The Easel at work is an older release than this one. Restart it first: then the database is as this one needs it.',
        78,
        error,
      );
    }
    throw toStartupProblem(error, database.path);
  }
}

function toStartupProblem(error: unknown, path: string): unknown {
  if (error instanceof DatabaseInUse) {
    return new StartupProblem(
      `Another Easel is at work with ${path}. Stop it first, or give this one a DATABASE_URL of its own.`,
      75,
      error,
    );
  }
  if (error instanceof SchemaTooNew) {
    return new StartupProblem(
      `DATABASE_URL: a newer Easel has written ${path}. Start that one, or go back to a backup from before.`,
      78,
      error,
    );
  }
  if (error instanceof DatabaseDamaged) {
    return new StartupProblem(
      `DATABASE_URL: ${path} is damaged, or no database of Easel. If it is yours, go back to a backup: npm run restore -- FOLDER --replace (docs/operations.md).`,
      78,
      error,
    );
  }
  if (error instanceof EpochClosed) {
    return new StartupProblem(
      `DATABASE_URL: ${path} is a copy from a backup, a restore that ended early, or was moved into PostgreSQL. What it holds open may be painted and paid already, so it cannot be used as it is: npm run restore -- FOLDER --replace, with the folder of the backup.`,
      78,
      error,
    );
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // The operating system, or SQLite: a missing right, a file in the way of a folder, a file that is no database.
  if (typeof code !== 'string') return error;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new StartupProblem(`The disk that holds ${path} is full. Make room, and start again.`, 75, error);
  }
  return new StartupProblem(
    `DATABASE_URL: ${path} cannot be opened as a database (${code}). Expected the path of a file that may be written to.`,
    78,
    error,
  );
}
