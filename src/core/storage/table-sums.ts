import type { Database as SqliteDatabase } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { CompiledQuery, sql } from 'kysely';
import type { Tables } from './tables.ts';

export interface MovableTable {
  readonly name: string;
}

/** Keeps sums of times within 64 bits, however many rows there are. */
const prime = 1_000_000_007;

/** Compares a table in two databases: its rows, the sum of each column of numbers, and the length of each of texts. */
export async function sameInBoth(
  file: SqliteDatabase,
  kysely: Kysely<Tables>,
  table: string,
): Promise<{ readonly rows: number; readonly isSame: boolean }> {
  const { rows: columns } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} order by column_name`.execute(kysely);
  const sums = [`count(*)`, ...columns.map(sumOf)];
  const texts = sums.map((sum, index) => `cast(coalesce(${sum}, 0) as text) as s${index}`).join(', ');
  const query = `select ${texts} from "${table}"`;
  const here = file.prepare<[], Record<string, string>>(query).get() ?? {};
  const { rows: found } = await kysely.executeQuery<Record<string, string>>(CompiledQuery.raw(query));
  const there = found[0] ?? {};
  return {
    rows: Number(here.s0),
    isSame: Object.entries(here).every(([sum, text]) => there[sum] === text),
  };
}

function sumOf({ name, type }: { readonly name: string; readonly type: string }): string {
  switch (type) {
    case 'integer':
    case 'bigint':
      return `sum("${name}" % ${prime})`;
    case 'text':
      return `sum(length("${name}"))`;
    default:
      // Sums of floating point depend on their order.
      return `count("${name}")`;
  }
}
