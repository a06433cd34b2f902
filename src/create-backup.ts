import { resolve } from 'node:path';
import type { Config } from './config/config.ts';
import { FolderPictureStore } from './core/pictures/folder-picture-store.ts';
import type { PictureProgress } from './core/storage/back-up.ts';
import { backUp, FolderTaken } from './core/storage/back-up.ts';
import type { BackupManifest } from './core/storage/backup-manifest.ts';
import { DatabaseDamaged } from './core/storage/database-damaged.ts';
import { exists } from './core/storage/exists.ts';
import { openPictureStore } from './open-picture-store.ts';
import { StartupProblem } from './startup-problem.ts';

export interface BackupOptions {
  /** Where the backup goes; it must not exist. */
  readonly folder: string;
  readonly onPicture: (progress: PictureProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a backup of the database and the pictures that a configuration names, while a bot may be at work with them.
 *
 * @throws StartupProblem (65) when the database is damaged, (73) when the backup cannot be written, (78) when there is
 * nothing that could be copied this way.
 */
export async function createBackup(
  { database, pictures }: Config,
  { folder, onPicture, signal }: BackupOptions,
): Promise<BackupManifest> {
  if (database.kind === 'postgres') {
    throw new StartupProblem(
      [
        'DATABASE_URL names a PostgreSQL database, which has a tool of its own for this:',
        '',
        '  pg_dump --format=custom --file=easel.dump "$DATABASE_URL"',
        '',
        'Copy the pictures (PICTURES_URL) after it, not before: then none can be missing.',
      ].join('\n'),
      78,
    );
  }
  if (!(await exists(database.path))) {
    throw new StartupProblem(
      `DATABASE_URL: there is no database at ${resolve(database.path)} yet, so there is nothing to copy.`,
      78,
    );
  }
  const store = await openPictureStore(pictures);
  try {
    return await backUp({
      databasePath: database.path,
      pictures: store,
      folder: resolve(folder),
      openPictures: (path) => new FolderPictureStore(path),
      onPicture,
      signal,
      now: Date.now,
    });
  } catch (error) {
    throw toProblem(error, { folder, databasePath: database.path });
  }
}

function toProblem(
  error: unknown,
  { folder, databasePath }: { readonly folder: string; readonly databasePath: string },
): unknown {
  if (error instanceof FolderTaken) {
    return new StartupProblem(
      `${folder} exists already. Name a folder that does not: nothing is overwritten.`,
      73,
      error,
    );
  }
  if (error instanceof DatabaseDamaged) {
    return new StartupProblem(
      `${databasePath} is damaged, so that a copy of it would be no backup. Keep the last good one (docs/operations.md).`,
      65,
      error,
    );
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return error;
  return new StartupProblem(
    `The backup could not be written to ${folder} (${code}). Nothing was left there.`,
    73,
    error,
  );
}
