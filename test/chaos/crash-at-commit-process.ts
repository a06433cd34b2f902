import Sqlite from 'better-sqlite3';
import pg from 'pg';

/**
 * Loaded into Easel's own process before everything else (`node --import`), so that it dies right before or right after
 * a transaction is committed: no signal from outside could be so exact. Easel itself knows nothing of it.
 *
 * EASEL_CRASH_AT is `before accepted` or `after made`: the first transaction that brings a generation there.
 */
const asked = process.env.EASEL_CRASH_AT;
delete process.env.EASEL_CRASH_AT;
// The processes that read and paint pictures are not meant.
delete process.env.NODE_OPTIONS;

if (asked !== undefined) crashAt(asked);

function crashAt(asked: string): void {
  const [moment, wanted = ''] = asked.split(' ');
  const reached = new Set<string>();
  const note = (source: string, values: readonly unknown[]) => {
    if (source.startsWith('begin') || source.startsWith('start transaction')) reached.clear();
    for (const step of stepsOf(source, values)) reached.add(step);
  };
  const dieAround = (source: string, now: string) => {
    if (source === 'commit' && moment === now && reached.has(wanted)) die();
  };
  watchSqlite(note, dieAround);
  watchPostgres(note, dieAround);
}

type Note = (source: string, values: readonly unknown[]) => void;
type DieAround = (source: string, now: 'before' | 'after') => void;

function watchSqlite(note: Note, dieAround: DieAround): void {
  const prepare = Sqlite.prototype.prepare;
  Sqlite.prototype.prepare = function prepareWatched(this: Sqlite.Database, source: string) {
    const statement = prepare.call(this, source);
    // What a statement gives back is asked for in one way or in the other.
    for (const way of ['run', 'all'] as const) {
      const carryOut = statement[way].bind(statement);
      statement[way] = (...values: unknown[]) => {
        note(source, values.flat());
        dieAround(source, 'before');
        const result = Reflect.apply(carryOut, statement, values);
        dieAround(source, 'after');
        return result;
      };
    }
    return statement;
  } as typeof prepare;
}

/** Statements come as text and values, those that are kept together with their name; and what comes of them is waited for. */
function watchPostgres(note: Note, dieAround: DieAround): void {
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function queryWatched(this: pg.Client, ...words: unknown[]) {
    const { text: source, values } = toStatement(words);
    note(source, values);
    dieAround(source, 'before');
    const result = Reflect.apply(query, this, words);
    if (source === 'commit') void Promise.resolve(result).then(() => dieAround(source, 'after'));
    return result;
  } as typeof query;
}

function toStatement([first, values = []]: readonly unknown[]): Pick<pg.QueryConfig, 'text'> & {
  readonly values: readonly unknown[];
} {
  if (typeof first === 'string') return { text: first, values: Array.isArray(values) ? values : [] };
  const { text, values: kept = [] } = first as pg.QueryConfig;
  return { text, values: kept };
}

/** Where a statement brings a generation: its state, and moments within one. Only what changes is written. */
function stepsOf(source: string, values: readonly unknown[]): readonly string[] {
  if (source.startsWith('insert into "generations"')) return ['accepted'];
  if (source.startsWith('delete from "pictures"')) return ['forgotten'];
  if (!source.startsWith('update "generations" set')) return [];
  // One database has `$1` for a value, the other one `+?`.
  const columns = [...source.matchAll(/"(\w+)" = (?:\$\d+|\+?\?)/g)].map(([, column]) => column);
  const written = Object.fromEntries(columns.map((column, place) => [column, values[place] ?? undefined]));
  return [
    ...(written.state === undefined ? [] : [String(written.state)]),
    ...(written.first_sent_at_ms === undefined ? [] : ['sent']),
    ...(written.removed_at_ms === undefined ? [] : ['removed']),
    ...(written.answered_at_ms === undefined || written.state === 'delivered' ? [] : ['told']),
  ];
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
