import { type RawBuilder, sql, type Transaction } from 'kysely';
import { placeSubject } from '../limits/budget-subject.ts';
import { balanceSums } from './balance-sums.ts';
import type { PlaceMove, PlaceRecords } from './place-records.ts';
import { type PlaceTable, placeTables } from './place-tables.ts';
import { storableKey } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

type NamingTable = Extract<PlaceTable, { readonly column: string }>;

/** A table with what its column holds before and afterwards. */
interface Rename {
  readonly table: string;
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

export class KyselyPlaceRecords implements PlaceRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  move({ from, to }: PlaceMove): Promise<void> {
    return this.#scope.run(async (transaction) => {
      storableKey('from', from);
      storableKey('to', to);
      const tables: readonly (readonly [string, PlaceTable])[] = Object.entries(placeTables);
      for (const [table, decided] of tables) {
        if ('column' in decided) await moveRows(transaction, { table, decided, from, to });
      }
    });
  }
}

async function moveRows(
  transaction: Transaction<Tables>,
  { decided, from, table, to }: PlaceMove & { readonly table: string; readonly decided: NamingTable },
): Promise<void> {
  const { both, column, json, names } = decided;
  const ids = names === 'place' ? { from, to } : { from: placeSubject(from), to: placeSubject(to) };
  const rename = { table, column, ...ids };
  if (both?.become === 'longer') await dropShorterThere(transaction, rename, both.key);
  if (both?.become === 'newer' || both?.become === 'longer')
    await dropWhereBoth(transaction, rename, both.key);
  if (both?.become === 'sum') await sumWhereBoth(transaction, rename, both.key);
  const [rows, name] = [sql.table(table), sql.ref(column)];
  await sql`update ${rows} set ${name} = ${rename.to} where ${name} = ${rename.from}`.execute(transaction);
  if (json !== undefined) await renameInJson(transaction, { table, column: json, from, to });
}

/** The row at the old id goes where the new one has its own. */
async function dropWhereBoth(
  transaction: Transaction<Tables>,
  rename: Rename,
  key: readonly string[],
): Promise<void> {
  const [rows, name] = [sql.table(rename.table), sql.ref(`here.${rename.column}`)];
  await sql`delete from ${rows} as here where ${name} = ${rename.from} and exists (${counterpart(rename, key)})`.execute(
    transaction,
  );
}

/** The row at the new id goes where the old one has one that lasts longer; without an end is longest. */
async function dropShorterThere(
  transaction: Transaction<Tables>,
  rename: Rename,
  key: readonly string[],
): Promise<void> {
  const [rows, name] = [sql.table(rename.table), sql.ref(`here.${rename.column}`)];
  const outlasts = sql`there.until_ms is null or there.until_ms > here.until_ms`;
  const longer = sql`${counterpart({ ...rename, to: rename.from }, key)} and (${outlasts})`;
  await sql`delete from ${rows} as here where ${name} = ${rename.to} and here.until_ms is not null and exists (${longer})`.execute(
    transaction,
  );
}

/** What was counted at the new id is added to what was counted at the old one, and goes. */
async function sumWhereBoth(
  transaction: Transaction<Tables>,
  rename: Rename,
  key: readonly string[],
): Promise<void> {
  for (const sum of balanceSums) {
    const [rows, name, total] = [sql.table(rename.table), sql.ref(rename.column), sql.ref(sum)];
    const more = sql`coalesce((select ${sql.ref(`there.${sum}`)} from ${rows} as there where ${isCounterpart(rename, key)}), 0)`;
    await sql`update ${rows} as here set ${total} = ${sql.ref(`here.${sum}`)} + ${more} where ${name} = ${rename.from}`.execute(
      transaction,
    );
  }
  const counted = { ...rename, from: rename.to, to: rename.from };
  await dropWhereBoth(transaction, counted, key);
}

function counterpart(rename: Rename, key: readonly string[]): RawBuilder<unknown> {
  return sql`select 1 from ${sql.table(rename.table)} as there where ${isCounterpart(rename, key)}`;
}

function isCounterpart({ column, to }: Rename, key: readonly string[]): RawBuilder<unknown> {
  const same = key.map((name) => sql`${sql.ref(`there.${name}`)} = ${sql.ref(`here.${name}`)}`);
  return sql.join([sql`${sql.ref(`there.${column}`)} = ${to}`, ...same], sql` and `);
}

/** An id in quotes is an id as a whole. */
async function renameInJson(
  transaction: Transaction<Tables>,
  { column, from, table, to }: Rename,
): Promise<void> {
  const [rows, name] = [sql.table(table), sql.ref(column)];
  const [quoted, renamed] = [JSON.stringify(from), JSON.stringify(to)];
  await sql`update ${rows} set ${name} = replace(${name}, ${quoted}, ${renamed}) where ${name} like ${`%${quoted}%`}`.execute(
    transaction,
  );
}
