import { DatabaseDamaged } from './core/storage/database-damaged.ts';
import { exists } from './core/storage/exists.ts';
import { SchemaTooNew } from './core/storage/migrate.ts';
import {
  MoveMismatch,
  type MoveOptions,
  moveToPostgres,
  TargetTaken,
} from './core/storage/move-to-postgres.ts';
import { toPostgresFault } from './core/storage/postgres-fault.ts';
import { EpochClosed } from './core/storage/sqlite-epoch.ts';
import { DatabaseInUse } from './core/storage/sqlite-lock.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Moves a SQLite file into PostgreSQL.
 *
 * @throws StartupProblem (65) when what is there cannot be used or did not arrive, (73) when the new place is taken, (75)
 * while a bot is at work or the server does not answer, (78) when it cannot be done like this.
 */
export async function createMovedDatabase(options: MoveOptions): Promise<void> {
  const { from } = options;
  if (!(await exists(from))) throw new StartupProblem(`There is no database at ${from}.`, 78);
  try {
    await moveToPostgres(options);
  } catch (error) {
    throw toProblem(error, from);
  }
}

function toProblem(error: unknown, from: string): unknown {
  if (error instanceof DatabaseInUse) {
    return new StartupProblem(`Easel is at work with ${from}. Stop it first.`, 75, error);
  }
  if (error instanceof EpochClosed) {
    return new StartupProblem(
      `${from} is closed: it is a copy from a backup, or it was moved already. Nothing was changed.`,
      65,
      error,
    );
  }
  if (error instanceof DatabaseDamaged) {
    return new StartupProblem(
      `${from} is damaged, or no database of Easel. Go back to a backup first: npm run restore -- FOLDER --replace.`,
      65,
      error,
    );
  }
  if (error instanceof SchemaTooNew) {
    return new StartupProblem('A newer Easel has written one of the two: move with that release.', 78, error);
  }
  if (error instanceof TargetTaken) {
    return new StartupProblem(
      `The PostgreSQL database holds data already (${error.message}). Name one without any: nothing is overwritten.`,
      73,
      error,
    );
  }
  if (error instanceof MoveMismatch) {
    return new StartupProblem(
      `The move did not succeed: ${error.message}. ${from} is as it was. Drop the PostgreSQL database, make it anew, and move again.`,
      65,
      error,
    );
  }
  const fault = toPostgresFault(error);
  if (fault === undefined) return error;
  const { code, remedy } = fault;
  const again = 'What was copied stays: the same command goes on from there.';
  return remedy === undefined
    ? new StartupProblem(`The move was interrupted (${code}). ${again}`, 75, error)
    : new StartupProblem(`PostgreSQL refuses it: ${remedy} (${code}).`, 78, error);
}
