import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database as SqliteDatabase } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
  sql,
  type Transaction,
} from 'kysely';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import { GatheringSocket } from './gathering-socket.ts';
import { GuardedSqliteConnection } from './guarded-sqlite-connection.ts';
import { withCode } from './postgres-fault.ts';
import { nameOf } from './prepared.ts';
import type { Tables } from './tables.ts';

/** Everything in which the two databases differ; all other SQL runs unchanged on both. */
export interface OpenedDatabase {
  readonly kysely: Kysely<Tables>;
  /** Makes the transaction the only one that runs, across all processes; its locks end with it. */
  readonly serialise: (transaction: Transaction<Tables>) => Promise<void>;
  /** Lets the statements of the transaction take as long as they need: those that change large tables. */
  readonly unhurry: (transaction: Transaction<Tables>) => Promise<void>;
  /** Other connections, on which nothing can be written; undefined where there is but one. */
  readonly reading: Kysely<Tables> | undefined;
}

/** How long a statement or a transaction waits for another process that writes to the same SQLite file. */
const sqliteBusyTimeoutMs = 5_000;

/** How long a transaction waits before it asks again for the lock that another process holds. */
const sqliteRetryMs = 10;

/** A transaction that another process holds open longer than this is broken off, so that one hung process stops no other. */
const postgresPatienceMs = 30_000;

type Settings = readonly (readonly [name: string, value: string])[];

/** Names of PostgreSQL's own: https://www.postgresql.org/docs/current/runtime-config-client.html */
const patienceSettings = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** Any constant serves; it spells "easl" and must never change, or two releases would not exclude each other. */
const advisoryLockKey = 0x6561736c;

/**
 * Opens a SQLite file, or a private database in memory for `:memory:`. Missing folders are created.
 * `synchronous=FULL` keeps every committed transaction through a loss of power (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export async function openSqlite(path: string): Promise<OpenedDatabase> {
  const { default: Sqlite } = await import('better-sqlite3');
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  const database = new Sqlite(path, { timeout: sqliteBusyTimeoutMs });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  } catch (error) {
    database.close();
    throw error;
  }
  keepStatements(database);
  const kysely = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database }) });
  // BEGIN IMMEDIATE has taken SQLite's only write lock already.
  return { kysely, serialise: async () => undefined, unhurry: async () => undefined, reading: undefined };
}

const mostStatements = 500;

/** Preparing a statement takes longer than running it, and there are few that run again and again. */
function keepStatements(database: SqliteDatabase): void {
  const kept = new Map<string, ReturnType<typeof prepare>>();
  const prepare = database.prepare.bind(database);
  database.prepare = ((source: string) => {
    const known = kept.get(source);
    if (known !== undefined) return known;
    if (kept.size >= mostStatements) kept.clear();
    const statement = prepare(source);
    kept.set(source, statement);
    return statement;
  }) as typeof database.prepare;
}

/**
 * Opens a PostgreSQL database by its URL. Nothing is connected until the first statement. Statements may take
 * `patienceMs`; 0: as long as they need, for whoever is alone with the database.
 */
export async function openPostgres(
  url: string,
  { patienceMs = postgresPatienceMs }: { readonly patienceMs?: number } = {},
): Promise<OpenedDatabase> {
  const { default: pg } = await import('pg');
  const settings = {
    connectionString: url,
    keepAlive: true,
    // Statements need not wait for each other's answers: https://node-postgres.com/features/pipelining
    pipeline: true,
    stream: () => new GatheringSocket(),
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    types: {
      getTypeParser: (type, format) =>
        type === pg.types.builtins.INT8 ? parseInteger : pg.types.getTypeParser(type, format),
    },
  } satisfies PoolConfig;
  const patience = patienceSettings.map((name) => [name, String(patienceMs)] as const);
  // Transactions of a process run one after another.
  const pool = new pg.Pool({ ...settings, max: 2 });
  const readingPool = new pg.Pool({ ...settings, max: 4 });
  for (const each of [pool, readingPool]) {
    each
      .on('error', ignore)
      .on('connect', (client) => client.on('error', ignore))
      .on('connect', keepPlans)
      .on('connect', (client) => set(client, patience));
  }
  readingPool.on('connect', (client) => set(client, [['default_transaction_read_only', 'on']]));
  return {
    kysely: kyselyOver(pool),
    reading: kyselyOver(readingPool),
    serialise: async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLockKey)})`.execute(transaction);
    },
    unhurry: async (transaction) => {
      await sql`set local statement_timeout = 0`.execute(transaction);
    },
  };
}

/** Said once connected: while connecting, PgBouncer would refuse it (https://www.pgbouncer.org/config.html#ignore_startup_parameters). */
function set(client: PoolClient, settings: Settings): void {
  const statements = settings.map(([name, value]) => `set ${name} = ${value}`);
  client.query(statements.join('; ')).catch(() => client.end());
}

function kyselyOver(pool: Pool): Kysely<Tables> {
  const connect = () =>
    pool.connect().catch((error: unknown) => {
      throw withCode(error);
    });
  const { options } = pool;
  return new Kysely({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options } }) });
}

/** As with SQLite: to plan a statement takes PostgreSQL longer than to run it. */
function keepPlans(client: PoolClient): void {
  const query = client.query.bind(client);
  client.query = ((text: string, values: unknown[]) => {
    const name = nameOf(text);
    return name === undefined ? query(text, values) : query({ name, text, values });
  }) as typeof client.query;
}

/**
 * A connection that breaks is dropped by the pool, and what was asked over it fails by itself; but without a listener the
 * break would end the process. The pool listens only while a connection is idle.
 */
function ignore(): void {}

function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('the database holds an integer beyond 2^53');
  return value;
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig & { readonly database: SqliteDatabase };

  constructor(config: SqliteDialectConfig & { readonly database: SqliteDatabase }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new UnpeekedSqliteQueryCompiler();
  }
}

/**
 * Hides parameters from the query planner behind a plus that changes nothing. A SQLite built with SQLITE_ENABLE_STAT4, as
 * better-sqlite3's is, looks at their values and prepares a join anew for every one of them
 * (https://sqlite.org/c3ref/prepare.html), which takes ten times as long as to run it.
 */
class UnpeekedSqliteQueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/**
 * Takes the write lock at the start of every transaction. A plain BEGIN takes it at the first write, which fails with
 * SQLITE_BUSY_SNAPSHOT when another process wrote in between (https://sqlite.org/lang_transaction.html).
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: SqliteDatabase;
  #connection: GuardedSqliteConnection | undefined;

  constructor(config: SqliteDialectConfig & { readonly database: SqliteDatabase }) {
    super(config);
    this.#database = config.database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new GuardedSqliteConnection(await super.acquireConnection(), this.#database);
    return this.#connection;
  }

  /** Waits by itself: SQLite would wait in the middle of a call, and hold up everything else in this process. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const giveUpAtMs = performance.now() + sqliteBusyTimeoutMs;
    while (!(await this.#hasBegun(connection, giveUpAtMs))) await delay(sqliteRetryMs);
    this.#connection?.begin();
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#connection?.end();
  }

  async #hasBegun(connection: DatabaseConnection, giveUpAtMs: number): Promise<boolean> {
    this.#letWait(0);
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
      return true;
    } catch (error) {
      if (isBusy(error) && performance.now() < giveUpAtMs) return false;
      throw error;
    } finally {
      this.#letWait(sqliteBusyTimeoutMs);
    }
  }

  #letWait(timeoutMs: number): void {
    this.#database.prepare(`pragma busy_timeout = ${timeoutMs}`).get();
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk rolls back by itself; a second rollback would hide the first error behind its own.
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
    this.#connection?.end();
  }
}

function isBusy(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}

/** Lets migrations run inside a transaction, which SQLite can do: a crash leaves no half-made schema. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
