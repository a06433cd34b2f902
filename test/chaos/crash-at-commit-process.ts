import Sqlite from 'better-sqlite3';

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
  const prepare = Sqlite.prototype.prepare;
  Sqlite.prototype.prepare = function prepareWatched(this: Sqlite.Database, source: string) {
    const statement = prepare.call(this, source);
    const run = statement.run.bind(statement);
    statement.run = (...values: unknown[]) => {
      const isCommit = source === 'commit';
      if (source.startsWith('begin')) reached.clear();
      const step = stepOf(source, values.flat());
      if (step !== undefined) reached.add(step);
      if (isCommit && moment === 'before' && reached.has(wanted)) die();
      const result = Reflect.apply(run, statement, values);
      if (isCommit && moment === 'after' && reached.has(wanted)) die();
      return result;
    };
    return statement;
  } as typeof prepare;
}

/** Where a statement brings a generation: its state, or a moment within one. */
function stepOf(source: string, values: readonly unknown[]): string | undefined {
  if (source.startsWith('insert into "generations"')) return 'accepted';
  if (source.startsWith('delete from "pictures"')) return 'forgotten';
  if (!source.startsWith('update "generations" set')) return undefined;
  const columns = [...source.matchAll(/"(\w+)" = \?/g)].map(([, column]) => column);
  const written = Object.fromEntries(columns.map((column, place) => [column, values[place]]));
  const state = String(written.state);
  if (written.removed_at_ms !== null) return 'removed';
  if (state === 'running') return written.first_sent_at_ms === null ? 'running' : 'sent';
  const isTold = state !== 'delivered' && written.answered_at_ms !== null;
  if (isTold) return 'told';
  return Number(written.delivery_attempts) > 0 && state === 'made' ? 'postponed' : state;
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
