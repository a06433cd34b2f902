import type { Config } from './config.ts';
import { SchemaTooNew } from './core/storage/migrate.ts';
import { openSqliteStorage } from './core/storage/open-storage.ts';
import { DatabaseInUse, lockSqliteFile } from './core/storage/sqlite-lock.ts';
import type { Storage } from './core/storage/storage.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Opens the database for the one process that may claim from it.
 *
 * @throws StartupProblem (75) when another process works with it, (78) when it cannot be used.
 */
export async function openDatabase(
  database: Config['database'],
): Promise<{ readonly storage: Storage; readonly close: () => Promise<void> }> {
  if (database.kind !== 'sqlite')
    throw new Error('expected a SQLite file: the configuration allows no other');
  const { path } = database;
  const unlock = await lockSqliteFile(path).catch((error: unknown) => {
    throw toStartupProblem(error, path);
  });
  try {
    const storage = await openSqliteStorage(path);
    return {
      storage,
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
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // The operating system, or SQLite: a missing right, a file in the way of a folder, a file that is no database.
  if (typeof code !== 'string') return error;
  return new StartupProblem(
    `DATABASE_URL: ${path} cannot be opened as a database (${code}). Expected the path of a file that may be written to.`,
    78,
    error,
  );
}
