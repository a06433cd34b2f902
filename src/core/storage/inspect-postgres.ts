import { sql } from 'kysely';
import { openPostgres } from './dialect.ts';
import { executedMigrations, knownMigrations } from './migrate.ts';
import type { SchemaFacts } from './schema-facts.ts';

export interface PostgresFacts extends SchemaFacts {
  /** As in `18.4`. */
  readonly version: string;
}

/** Looks at a PostgreSQL database by its `postgres://` URL, and leaves it as it is. @throws what the driver throws. */
export async function inspectPostgres(url: string): Promise<PostgresFacts> {
  const { kysely } = await openPostgres(url);
  try {
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(kysely);
    const executed = await executedMigrations(kysely);
    return {
      version: rows[0]?.server_version ?? '',
      schema: executed.at(-1),
      missing: knownMigrations.filter((name) => !executed.includes(name)),
      unknown: executed.filter((name) => !knownMigrations.includes(name)),
    };
  } finally {
    await kysely.destroy();
  }
}
