import Sqlite from 'better-sqlite3';

/** What people write by using the bot, and the process by running; everything else is for those who run it, or needs somebody else's consent. */
const tablesOfPeople = new Set([
  'generations',
  'addresses',
  'line',
  'tallies',
  'ledger',
  'balances',
  'pictures',
  'pending_forms',
  'favourites',
  'favourite_presses',
  'settings',
  'searches',
  'unneeded_files',
  'seen_pictures',
  'seen_albums',
  'missed_answers',
  'unanswered_requests',
  'link_codes',
  'link_tries',
  'erasures',
  'chat_messages',
  'reports',
  'lives',
  'posts',
]);

type Row = Readonly<Record<string, unknown>>;

/** Rows as text, by their table; what is only noted in passing is left out. */
export type Copy = ReadonlyMap<string, readonly string[]>;

/** Everything that nobody may change who does not run the bot. */
export function copyOfRules(path: string): Copy {
  return withBooks(path, (tables, rows) => {
    const names = tables().filter((name) => !tablesOfPeople.has(name));
    const copy = (sql: string) => rows(sql).map((row) => JSON.stringify(row));
    return new Map([
      ...names.map((name) => [name, copy(`select * from "${name}"`)] as const),
      // Anybody may report; what comes of it is for those who keep order.
      ['decisions about reports', copy('select * from reports where decided_by_id is not null')],
    ]);
  });
}

/** What is one person's: what they asked for, chose, starred and paid. */
export function copyOfPerson(path: string, personId: string): Copy {
  return withBooks(path, (_tables, rows) => {
    const of = (sql: string) => rows(sql, personId).map((row) => JSON.stringify(row));
    return new Map([
      [
        'generations',
        of(
          'select id, state, wish, is_private, cost_micros, removed_at_ms, kept_results from generations where person_id = ? order by sequence',
        ),
      ],
      ['settings', of('select * from settings where person_id = ?')],
      ['favourites', of('select * from favourites where person_id = ? order by generation_id')],
      ['ledger', of('select * from ledger where person_id = ? order by sequence')],
    ]);
  });
}

/** What every generation cost by the books, in micro-dollars; only those that cost something. */
export function costsByGeneration(
  path: string,
): ReadonlyMap<string, { readonly micros: number; readonly failure: string }> {
  return withBooks(path, (_tables, rows) => {
    const found = rows(
      `select generation_id as id, sum(charged_micros) as micros, coalesce(max(failure), '') as failure
       from ledger left join generations on generations.id = generation_id
       group by generation_id having sum(charged_micros) > 0`,
    );
    return new Map(
      found.map(({ failure, id, micros }) => [
        String(id),
        { micros: Number(micros), failure: String(failure) },
      ]),
    );
  });
}

function withBooks<Result>(
  path: string,
  read: (tables: () => string[], rows: (sql: string, ...values: string[]) => Row[]) => Result,
): Result {
  const database = new Sqlite(path, { readonly: true });
  try {
    const rows = (sql: string, ...values: string[]) => database.prepare<unknown[], Row>(sql).all(...values);
    const tables = () =>
      rows(
        `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
      ).map(({ name }) => String(name));
    return read(tables, rows);
  } finally {
    database.close();
  }
}

/** What is different, in words. */
export function differencesOf(before: Copy, after: Copy): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const [was, is] = [before.get(table) ?? [], after.get(table) ?? []];
    const gone = was.filter((row) => !is.includes(row)).map((row) => `${table} lost ${row}`);
    const come = is.filter((row) => !was.includes(row)).map((row) => `${table} gained ${row}`);
    return [...gone, ...come].map((one) => one.slice(0, 400));
  });
}
