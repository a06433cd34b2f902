import Sqlite from 'better-sqlite3';
import pg from 'pg';

export interface Books {
  /** Micro-dollars that are still reserved, by the ledger and by its running sums. */
  readonly reservedMicros: number;
  /** Generations that are neither over nor told, by state. */
  readonly unfinished: readonly string[];
  /** What the database believes to be waiting. */
  readonly waiting: number;
  /** Generations that a button began while the same person's earlier press of it was not finished. */
  readonly onceMore: readonly string[];
  /** Whose answer in words was not sent yet. */
  readonly unanswered: readonly string[];
  /** What the database says of generations, by their id: for people who look for what went wrong. */
  readonly fates: ReadonlyMap<string, string>;
  /** What the operator paid, in dollars, as the database has it. */
  readonly spentDollars: number;
}

type Row = Readonly<Record<string, unknown>>;
type Ask = (sql: string) => Promise<readonly Row[]>;

/** Reads the database after Easel has stopped. */
export async function readBooks(databaseUrl: string): Promise<Books> {
  return databaseUrl.startsWith('postgres') ? readInPostgres(databaseUrl) : readInSqlite(databaseUrl);
}

async function readInSqlite(path: string): Promise<Books> {
  const database = new Sqlite(path, { readonly: true });
  try {
    return await readWith(async (sql) => database.prepare<[], Row>(sql).all());
  } finally {
    database.close();
  }
}

async function readInPostgres(url: string): Promise<Books> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await readWith(async (sql) => (await client.query<Row>(sql)).rows);
  } finally {
    await client.end();
  }
}

async function readWith(ask: Ask): Promise<Books> {
  const list = async (sql: string) => (await ask(sql)).map((row) => String(Object.values(row)[0]));
  const number = async (sql: string) => Number(Object.values((await ask(sql))[0] ?? {})[0] ?? 0);
  const fates = await ask(
    `select id, state, failure, wish, detail, is_durable, accepted_at_ms, ended_at_ms, answered_at_ms, removed_at_ms,
       attempt, delivery_attempts, origin, source_key
     from generations left join addresses on addresses.generation_id = generations.id`,
  );
  return {
    fates: new Map(fates.map((fate) => [String(fate.id), JSON.stringify(fate)])),
    unanswered: await list('select key from unanswered_requests'),
    onceMore: await list(
      `select later.id from generations as earlier
       join generations as later on later.origin = earlier.origin and later.person_id = earlier.person_id
       where later.sequence > earlier.sequence and later.accepted_at_ms < earlier.ended_at_ms`,
    ),
    reservedMicros:
      Math.abs(await number('select sum(reserved_micros) from ledger')) +
      (await number('select sum(abs(reserved_micros)) from balances')),
    unfinished: await list(
      `select state || ' ' || substr(wish, 1, 80) from generations
       where state in ('accepted', 'preparing', 'waiting', 'running', 'made')
          or holds_slot = 1 or next_delivery_at_ms is not null`,
    ),
    waiting:
      (await number('select sum(waiting) from line')) + (await number('select sum(value) from tallies')),
    spentDollars: (await number('select sum(spent_micros) from ledger')) / 1_000_000,
  };
}
