import { knownMigrations } from './migrate.ts';
import type { SchemaFacts } from './schema-facts.ts';
import { readEpoch } from './sqlite-epoch.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { requireSound } from './sqlite-integrity.ts';

export interface SqliteFileFacts extends SchemaFacts {
  /** Whether it is a copy that no restore has put to work. */
  readonly isCopy: boolean;
}

/**
 * Reads a whole SQLite file, with which a bot may be at work, and leaves it as it is.
 *
 * @throws DatabaseDamaged
 */
export async function inspectSqliteFile(path: string): Promise<SqliteFileFacts> {
  await requireSound(path, 'quick_check');
  return withSqliteFile(path, (database) => {
    const [hasSchema] = database
      .prepare<[], number>("select count(*) from sqlite_schema where name = 'migrations'")
      .pluck()
      .all();
    const executed = hasSchema
      ? database.prepare<[], string>('select name from migrations order by name').pluck().all()
      : [];
    return {
      isCopy: readEpoch(database).isClosed,
      schema: executed.at(-1),
      missing: knownMigrations.filter((name) => !executed.includes(name)),
      unknown: executed.filter((name) => !knownMigrations.includes(name)),
    };
  });
}
