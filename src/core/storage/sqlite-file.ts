import type { Database as SqliteDatabase } from 'better-sqlite3';
import { DatabaseDamaged } from './database-damaged.ts';

/** How long to wait for a process that writes to the same file. */
const patienceMs = 10_000;

/**
 * Opens an existing SQLite file as it is, whatever its schema, and closes it when `work` has settled.
 *
 * @throws DatabaseDamaged when SQLite stumbles over it.
 */
export async function withSqliteFile<Result>(
  path: string,
  work: (database: SqliteDatabase) => Result | Promise<Result>,
): Promise<Result> {
  const { default: Sqlite } = await import('better-sqlite3');
  const database = new Sqlite(path, { fileMustExist: true, timeout: patienceMs });
  try {
    return await work(database);
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError) || !isDamage(error.code)) throw error;
    throw new DatabaseDamaged(`${path} is damaged, or no database (${error.code})`, { cause: error });
  } finally {
    database.close();
  }
}

// https://sqlite.org/rescode.html
function isDamage(code: string): boolean {
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}
