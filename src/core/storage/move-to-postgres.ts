import type { Database as SqliteDatabase } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { CompiledQuery, sql } from 'kysely';
import { openPostgres } from './dialect.ts';
import { openPostgresStorage, openSqliteStorage } from './open-storage.ts';
import { requireWorkable } from './require-workable.ts';
import { closeEpoch } from './sqlite-epoch.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { lockSqliteFile } from './sqlite-lock.ts';
import { type MovableTable, sameInBoth } from './table-sums.ts';
import type { Tables } from './tables.ts';

export interface MoveOptions {
  /** Of the SQLite file, with which no bot may be at work. */
  readonly from: string;
  /** The `postgres://` URL of a database without data. */
  readonly to: string;
  /** Told of every table that is whole. */
  readonly onTable: (table: MovedTable) => void;
}

export interface MovedTable {
  readonly name: string;
  readonly rows: number;
}

/** The database that is moved to holds data already. */
export class TargetTaken extends Error {
  override readonly name = 'TargetTaken';
}

/** What arrived is not what was sent; the message names the table. */
export class MoveMismatch extends Error {
  override readonly name = 'MoveMismatch';
}

const rowsAtOnce = 200;

/** What belongs to a database itself, and to processes that are at work with it. */
const ownTables = ['migrations', 'migrations_lock', 'lives', 'posts'];

/** There while a move is under way: nobody may work with half a database. */
const marker = 'unfinished_move';

/**
 * Moves everything that a SQLite file holds into PostgreSQL; the pictures stay where they are. When it was interrupted,
 * doing the same again goes on where it stopped. In the end counts and sums of all tables are compared, and the file is
 * closed, so that no bot can go on with it and pay for the same requests.
 *
 * @throws DatabaseInUse, DatabaseDamaged, EpochClosed, SchemaTooNew, TargetTaken, MoveMismatch
 */
export async function moveToPostgres({ from, onTable, to }: MoveOptions): Promise<void> {
  const unlock = await lockSqliteFile(from);
  try {
    const isResumed = await hasUnfinishedMove(to);
    if (!isResumed) await requireWorkable(from);
    // Both get the schema of this release.
    await (await openSqliteStorage(from)).close();
    await (await openPostgresStorage(to)).close();
    const { kysely } = await openPostgres(to, { patienceMs: 0 });
    try {
      await withSqliteFile(from, async (file) => {
        const tables = tablesOf(file);
        if (!isResumed) await begin(kysely, tables);
        for (const table of tables) await copyRows(file, kysely, table);
        for (const { name } of tables) {
          const { rows, isSame } = await sameInBoth(file, kysely, name);
          if (!isSame) throw new MoveMismatch(`the table ${name} did not arrive as it is`);
          onTable({ name, rows });
        }
        closeEpoch(file);
        await sql`drop table ${sql.table(marker)}`.execute(kysely);
      });
    } finally {
      await kysely.destroy();
    }
  } finally {
    unlock();
  }
}

/** Whether a move to this PostgreSQL database has begun and not ended. */
export async function hasUnfinishedMove(url: string): Promise<boolean> {
  const { kysely } = await openPostgres(url);
  try {
    const { rows } = await sql<{ found: string | null }>`select to_regclass(${marker}) as found`.execute(
      kysely,
    );
    return (rows[0]?.found ?? null) !== null;
  } finally {
    await kysely.destroy();
  }
}

/** What others refer to comes first. */
function tablesOf(file: SqliteDatabase): readonly MovableTable[] {
  const names = file
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite@_%' escape '@' order by name <> 'generations', name",
    )
    .pluck()
    .all();
  return names.filter((name) => !ownTables.includes(name)).map((name) => ({ name }));
}

/** Makes sure that nothing is there but what every new database has, and takes that away. */
async function begin(kysely: Kysely<Tables>, tables: readonly MovableTable[]): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    for (const { name } of tables) {
      // A new database counts what waits already.
      if (name === 'tallies') continue;
      const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(transaction);
      if (rows.length > 0) throw new TargetTaken(`the table ${name} is not empty`);
    }
    await sql`delete from tallies`.execute(transaction);
    await sql`create table ${sql.table(marker)} (began_at_ms bigint)`.execute(transaction);
  });
}

/** Rows arrive in their order, so as many as are there already are left out. */
async function copyRows(file: SqliteDatabase, kysely: Kysely<Tables>, { name }: MovableTable): Promise<void> {
  const { rows: counted } = await sql<{
    count: number;
  }>`select count(*) as count from ${sql.table(name)}`.execute(kysely);
  let after = rowAt(file, name, counted[0]?.count ?? 0);
  const page = file.prepare<[number], Record<string, unknown>>(
    `select rowid as moved_rowid, * from "${name}" where rowid > ? order by rowid limit ${rowsAtOnce}`,
  );
  for (let rows = page.all(after); rows.length > 0; rows = page.all(after)) {
    after = Number(rows.at(-1)?.moved_rowid);
    await kysely.executeQuery(
      insertion(
        name,
        rows.map(({ moved_rowid: _, ...row }) => row),
      ),
    );
  }
}

/** The row up to which so many come first. */
function rowAt(file: SqliteDatabase, name: string, count: number): number {
  if (count === 0) return Number.MIN_SAFE_INTEGER;
  const last = file
    .prepare<[number], number>(`select rowid from "${name}" order by rowid limit 1 offset ?`)
    .pluck()
    .get(count - 1);
  if (last === undefined) throw new MoveMismatch(`the table ${name} has more rows there than here`);
  return last;
}

function insertion(name: string, rows: readonly Record<string, unknown>[]): CompiledQuery {
  const columns = Object.keys(rows[0] ?? {});
  const places = rows.map(
    (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
  );
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = rows.flatMap((row) => columns.map((column) => row[column]));
  return CompiledQuery.raw(`insert into "${name}" (${names}) values ${places.join(', ')}`, values);
}
