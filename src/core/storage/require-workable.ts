import { exists } from './exists.ts';
import { requireOpenEpoch } from './sqlite-epoch.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { requireSound } from './sqlite-integrity.ts';

/**
 * Makes sure that a bot can work with a SQLite file: one that is there holds together and is no mere copy.
 *
 * @throws DatabaseDamaged, EpochClosed
 */
export async function requireWorkable(path: string): Promise<void> {
  if (!(await exists(path))) return;
  await requireSound(path, 'quick_check');
  await withSqliteFile(path, requireOpenEpoch);
}
