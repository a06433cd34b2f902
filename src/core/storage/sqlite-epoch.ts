import type { Database as SqliteDatabase } from 'better-sqlite3';

/**
 * The life of a database between two restores. A copy is *closed*: nobody may work with it before a restore has ended
 * what it holds open and begun the next epoch. Otherwise whatever was open at the time of the copy would be painted,
 * paid and delivered a second time.
 *
 * It is kept in `user_version`, the field of the file's header that SQLite leaves to applications
 * (https://sqlite.org/pragma.html#pragma_user_version): the number from 0 of an open epoch, its complement (which is
 * negative) for a closed one. So every file from before knows it too, and it travels with the file.
 */
export interface Epoch {
  readonly number: number;
  readonly isClosed: boolean;
}

export function readEpoch(database: SqliteDatabase): Epoch {
  const stored = Number(database.pragma('user_version', { simple: true }));
  return stored < 0 ? { number: ~stored, isClosed: true } : { number: stored, isClosed: false };
}

/** Marks the database as a copy. */
export function closeEpoch(database: SqliteDatabase): void {
  database.pragma(`user_version = ${~readEpoch(database).number}`);
}

/** Begins the next epoch, in which the database is at work again. */
export function beginNextEpoch(database: SqliteDatabase): void {
  database.pragma(`user_version = ${readEpoch(database).number + 1}`);
}

/** The database is a copy that no restore has put to work. */
export class EpochClosed extends Error {
  override readonly name = 'EpochClosed';
}

/** @throws EpochClosed */
export function requireOpenEpoch(database: SqliteDatabase): void {
  if (readEpoch(database).isClosed) throw new EpochClosed(`${database.name} is a copy`);
}
