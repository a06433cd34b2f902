import { randomUUID } from 'node:crypto';
import type { Attention } from './core/attention.ts';
import type { Life } from './core/life.ts';
import type { Log } from './core/log.ts';
import { PgBossAttention } from './core/queue/pg-boss-attention.ts';
import { SignsOfLife } from './core/signs-of-life.ts';
import { SchemaTooNew, SchemaTooOld } from './core/storage/migrate.ts';
import { hasUnfinishedMove } from './core/storage/move-to-postgres.ts';
import { openCurrentPostgresStorage, openPostgresStorage } from './core/storage/open-storage.ts';
import { toPostgresFault } from './core/storage/postgres-fault.ts';
import type { Storage } from './core/storage/storage.ts';
import { StartupProblem } from './startup-problem.ts';

/** What a start stands on, on whichever database. */
export interface OpenedStorage {
  readonly storage: Storage;
  /** Undefined where this process is alone with the database. */
  readonly attention: Attention | undefined;
  readonly close: () => Promise<void>;
}

interface PostgresOptions {
  readonly url: string;
  readonly onReachable?: ((isReachable: boolean) => void) | undefined;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Opens a PostgreSQL database for one of the processes that share it.
 *
 * @throws StartupProblem (75) when it does not answer at the moment, (78) when it cannot be used.
 */
export async function openPostgresDatabase({
  log,
  now,
  onReachable,
  url,
}: PostgresOptions): Promise<OpenedStorage> {
  const life: Life = { id: randomUUID(), now };
  const attention = new PgBossAttention({ url, log });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await requireEndedMove(url);
    const storage = await openPostgresStorage(url, {
      life,
      announceWork: (transaction) => attention.announceWork(transaction),
      onAnnounceFault: (error) => log.warn({ error }, 'work could not be announced'),
    });
    closers.push(() => storage.close());
    closers.push(() => attention.close());
    await attention.open();
    const signs = new SignsOfLife({ storage, life, log, onGiven: onReachable });
    closers.push(() => signs.stop());
    await signs.start();
    return { storage, attention, close };
  } catch (error) {
    await close().catch((fault: unknown) => log.warn({ error: fault }, 'not everything could be closed'));
    throw toStartupProblem(error);
  }
}

/**
 * Opens a PostgreSQL database for a few short transactions, beside whatever processes are at work with it.
 *
 * @throws StartupProblem (75) when it does not answer at the moment, (78) when it cannot be used.
 */
export async function openPostgresBeside(url: string): Promise<Storage> {
  try {
    await requireEndedMove(url);
    return await openCurrentPostgresStorage(url);
  } catch (error) {
    throw toStartupProblem(error);
  }
}

/**
 * Opens a PostgreSQL database with which no other process works, with its schema brought up to date.
 *
 * @throws StartupProblem (75) when it does not answer at the moment, (78) when it cannot be used.
 */
export async function openPostgresAlone(url: string): Promise<Storage> {
  try {
    await requireEndedMove(url);
    return await openPostgresStorage(url);
  } catch (error) {
    throw toStartupProblem(error);
  }
}

/** What is written to half a database keeps the move from ending. */
async function requireEndedMove(url: string): Promise<void> {
  if (!(await hasUnfinishedMove(url))) return;
  throw new StartupProblem(
    'DATABASE_URL: a move into this database has not ended. Let it: npm run migrate-database (docs/scaling.md).',
    78,
  );
}

/** The address itself may hold a password, so it is not repeated. */
function toStartupProblem(error: unknown): unknown {
  if (error instanceof StartupProblem) return error;
  if (error instanceof SchemaTooNew) {
    return new StartupProblem(
      'DATABASE_URL: a newer Easel has written this database. Start that one, or go back to a dump from before.',
      78,
      error,
    );
  }
  if (error instanceof SchemaTooOld) {
    return new StartupProblem(
      'DATABASE_URL: no Easel of this release has begun to work with this database yet. Start it first.',
      78,
      error,
    );
  }
  const fault = toPostgresFault(error);
  if (fault === undefined) return error;
  const { code, remedy } = fault;
  return remedy === undefined
    ? new StartupProblem(`DATABASE_URL: the PostgreSQL server gives no usable answer (${code}).`, 75, error)
    : new StartupProblem(`DATABASE_URL: PostgreSQL refuses it: ${remedy} (${code}).`, 78, error);
}
