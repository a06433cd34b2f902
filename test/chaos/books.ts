import Sqlite from 'better-sqlite3';

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

/** Reads the database after Easel has stopped. */
export function readBooks(path: string): Books {
  const database = new Sqlite(path, { readonly: true });
  try {
    const number = (sql: string) => Number(database.prepare(sql).pluck().get() ?? 0);
    const unfinished = database
      .prepare(
        `select state || ' ' || substr(wish, 1, 80) from generations
         where state in ('accepted', 'preparing', 'waiting', 'running', 'made')
            or holds_slot = 1 or next_delivery_at_ms is not null`,
      )
      .pluck()
      .all();
    const onceMore = database
      .prepare(
        `select later.id from generations as earlier
         join generations as later using (origin, person_id)
         where later.sequence > earlier.sequence and later.accepted_at_ms < earlier.ended_at_ms`,
      )
      .pluck()
      .all();
    const fates = database
      .prepare(
        `select id, json_object('state', state, 'failure', failure, 'wish', wish, 'address', detail, 'durable', is_durable,
           'accepted', accepted_at_ms, 'ended', ended_at_ms, 'answered', answered_at_ms, 'removed', removed_at_ms,
           'attempt', attempt, 'deliveries', delivery_attempts, 'origin', origin, 'source', source_key) as fate
         from generations left join addresses on addresses.generation_id = generations.id`,
      )
      .all() as readonly { readonly id: string; readonly fate: string }[];
    const unanswered = database.prepare('select key from unanswered_requests').pluck().all();
    return {
      fates: new Map(fates.map(({ id, fate }) => [id, fate])),
      unanswered: unanswered.map(String),
      onceMore: onceMore.map(String),
      reservedMicros:
        Math.abs(number('select sum(reserved_micros) from ledger')) +
        number('select coalesce(sum(abs(reserved_micros)), 0) from balances'),
      unfinished: unfinished.map(String),
      waiting: number('select sum(waiting) from line') + number('select sum(value) from tallies'),
      spentDollars: number('select sum(spent_micros) from ledger') / 1_000_000,
    };
  } finally {
    database.close();
  }
}
