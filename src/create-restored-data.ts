import { resolve } from 'node:path';
import type { Config } from './config/config.ts';
import { FolderPictureStore } from './core/pictures/folder-picture-store.ts';
import type { PictureProgress } from './core/storage/back-up.ts';
import { BackupUnusable } from './core/storage/backup-unusable.ts';
import { DatabaseDamaged } from './core/storage/database-damaged.ts';
import { SchemaTooNew } from './core/storage/migrate.ts';
import type { Restored } from './core/storage/restore.ts';
import { DataExists, PicturesNotMovable, restore } from './core/storage/restore.ts';
import { DatabaseInUse } from './core/storage/sqlite-lock.ts';
import { openPictureStore } from './open-picture-store.ts';
import { StartupProblem } from './startup-problem.ts';

export interface RestoreOptions {
  /** The backup. */
  readonly folder: string;
  /** Whether data that is there may make room; it is kept beside. */
  readonly replaces: boolean;
  readonly onPicture: (progress: PictureProgress) => void;
}

/**
 * Puts a backup into the place of the database and the pictures that a configuration names.
 *
 * @throws StartupProblem (65) when the backup cannot be used, (73) when its place is taken or cannot be written to,
 * (75) while a bot is at work, (78) when it cannot be done with this configuration or this release.
 */
export async function createRestoredData(
  { database, pictures }: Config,
  { folder, replaces, onPicture }: RestoreOptions,
): Promise<Restored> {
  if (database.kind === 'postgres') {
    throw new StartupProblem(
      'DATABASE_URL names a PostgreSQL database. A backup made by npm run backup belongs into a SQLite file; what pg_dump wrote is brought back by pg_restore, and then npm run restore -- --dump ends what it holds open.',
      78,
    );
  }
  const bucket = pictures.kind === 'bucket' ? await openPictureStore(pictures) : undefined;
  try {
    return await restore({
      folder: resolve(folder),
      databasePath: resolve(database.path),
      picturesPath: pictures.kind === 'folder' ? resolve(pictures.path) : undefined,
      bucket,
      openPictures: (path) => new FolderPictureStore(path),
      replaces,
      onPicture,
      now: Date.now,
    });
  } catch (error) {
    throw toProblem(error, folder);
  }
}

function toProblem(error: unknown, folder: string): unknown {
  if (error instanceof DatabaseInUse) {
    return new StartupProblem('Easel is at work with this database. Stop it first.', 75, error);
  }
  if (error instanceof DataExists) {
    return new StartupProblem(
      `There is data already: ${error.message}. With --replace it makes room, and is kept beside under a dated name.`,
      73,
      error,
    );
  }
  if (error instanceof PicturesNotMovable) {
    return new StartupProblem(
      `PICTURES_URL: ${error.message} is a disk of its own, which cannot change its name. Name a folder on it, or mount the folder above.`,
      78,
      error,
    );
  }
  if (error instanceof BackupUnusable) {
    return new StartupProblem(
      `${folder} cannot be restored: ${error.message}. Nothing was changed.`,
      65,
      error,
    );
  }
  if (error instanceof DatabaseDamaged) {
    return new StartupProblem(
      `${folder} cannot be restored: its database is damaged. Nothing was changed.`,
      65,
      error,
    );
  }
  if (error instanceof SchemaTooNew) {
    return new StartupProblem(
      `${folder} was made by a newer Easel than this one: restore it with that release. Nothing was changed.`,
      78,
      error,
    );
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return error;
  return new StartupProblem(
    `The backup could not be put into place (${code}). When this is mended, do the same again with --replace.`,
    73,
    error,
  );
}
