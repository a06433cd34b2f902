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
  'arrived_updates',
  'marks',
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

/** What some may change by right. */
export interface Exempt {
  /** Places in which they keep order. */
  readonly places: readonly string[];
  /** People who are linked, and may part; what kept out one is then noted for the other. */
  readonly linked: readonly string[];
}

/** Everything that nobody may change who does not run the bot, but what is theirs to change. */
export function copyOfRules(path: string, exempt: Exempt): Copy {
  return withBooks(path, (tables, rows) => {
    const names = tables().filter((name) => !tablesOfPeople.has(name));
    const copy = (sql: string, isTheirs: (row: Row) => boolean) =>
      rows(sql)
        .filter((row) => !isTheirs(row))
        .map((row) => JSON.stringify(row));
    return new Map([
      ...names.map(
        (name) => [name, copy(`select * from "${name}"`, (row) => isExempt(name, row, exempt))] as const,
      ),
      // Anybody may report; what comes of it is for those who keep order.
      [
        'decisions about reports',
        copy('select * from reports where decided_by_id is not null', ({ place_id: placeId }) =>
          exempt.places.includes(String(placeId)),
        ),
      ],
    ]);
  });
}

function isExempt(table: string, row: Row, { linked, places }: Exempt): boolean {
  const isOneOf = (ids: readonly string[]) => (id: unknown) => ids.includes(String(id));
  const scopes = places.map((placeId) => `place:${placeId}`);
  if (isOneOf(scopes)(row.scope)) return true;
  if (table === 'links') return [row.account_id, row.joined_id].some(isOneOf(linked));
  return table === 'bans' && isOneOf(linked)(row.person_id);
}

/** What somebody who is banned had accepted, and whether they still are. */
export function gainedByBanned(path: string, people: readonly string[]): readonly string[] {
  return withBooks(path, (_tables, rows) => [
    ...people.flatMap((personId) =>
      rows('select id, state from generations where person_id = ?', personId).map(
        (row) => `accepted for ${personId}, who is banned: ${JSON.stringify(row)}`,
      ),
    ),
    ...(rows(`select person_id from bans where scope = 'bot' and until_ms is null`).length > 0
      ? []
      : ['a ban was lifted']),
  ]);
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
