import { DatabaseDamaged } from './database-damaged.ts';
import { withSqliteFile } from './sqlite-file.ts';

/**
 * Reads a whole SQLite file and checks that it holds together: `quick_check` in about the time that reading takes,
 * `integrity_check` also compares indexes with their tables (https://sqlite.org/pragma.html#pragma_integrity_check).
 *
 * @throws DatabaseDamaged
 */
export async function requireSound(path: string, check: 'quick_check' | 'integrity_check'): Promise<void> {
  const finding = await withSqliteFile(path, (database) => database.pragma(`${check}(1)`, { simple: true }));
  if (finding !== 'ok') throw new DatabaseDamaged(`${path} is damaged: ${finding}`);
}
