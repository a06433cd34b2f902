import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Another process works with the same SQLite file. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/**
 * Makes this process the only one that claims generations from a SQLite file. The lock is SQLite's own on a file beside
 * it, so the operating system frees it at the moment the process ends, however it ends.
 *
 * @returns a function that gives the lock back.
 * @throws DatabaseInUse
 */
export async function lockSqliteFile(path: string): Promise<() => void> {
  const { default: Sqlite } = await import('better-sqlite3');
  await mkdir(dirname(path), { recursive: true });
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') {
      throw new DatabaseInUse(`another process works with ${path}`, { cause: error });
    }
    throw error;
  }
  return () => lock.close();
}
