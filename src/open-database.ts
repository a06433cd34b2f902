import type { Config } from './config.ts';
import { openSqliteStorage } from './core/storage/open-storage.ts';
import { DatabaseInUse, lockSqliteFile } from './core/storage/sqlite-lock.ts';
import type { Storage } from './core/storage/storage.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Opens the database for the one process that may claim from it.
 *
 * @throws StartupProblem (75) when another process works with it.
 */
export async function openDatabase(
  database: Config['database'],
): Promise<{ readonly storage: Storage; readonly close: () => Promise<void> }> {
  if (database.kind !== 'sqlite')
    throw new Error('expected a SQLite file: the configuration allows no other');
  const unlock = await lockSqliteFile(database.path).catch((error: unknown) => {
    if (!(error instanceof DatabaseInUse)) throw error;
    throw new StartupProblem(
      `Another Easel is at work with ${database.path}. Stop it first, or give this one a DATABASE_URL of its own.`,
      75,
      error,
    );
  });
  try {
    const storage = await openSqliteStorage(database.path);
    return {
      storage,
      close: async () => {
        await storage.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
