import { syncFile } from '../sync-file.ts';
import { closeEpoch } from './sqlite-epoch.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { requireSound } from './sqlite-integrity.ts';

/**
 * Copies a SQLite file with which other processes may be at work, as it is at one moment, into one new file that is
 * checked, closed (see `Epoch`) and on disk.
 *
 * @throws DatabaseDamaged when what was copied does not hold together.
 */
export async function copySqliteFile(from: string, to: string): Promise<void> {
  await withSqliteFile(from, async (source) => {
    // Holds one snapshot. Without it the copy begins anew whenever another process writes, and a busy bot would never
    // let it end (https://sqlite.org/backup.html).
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(to);
  });
  await requireSound(to, 'integrity_check');
  await withSqliteFile(to, (copy) => {
    copy.pragma('journal_mode = delete');
    closeEpoch(copy);
  });
  await syncFile(to);
}
