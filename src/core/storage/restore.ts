import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type EndedGenerations, endOpenGenerations } from '../end-open-generations.ts';
import { PictureMissing, type PictureStore } from '../pictures/picture-store.ts';
import { syncFile } from '../sync-file.ts';
import { syncFolder } from '../sync-folder.ts';
import type { PictureProgress } from './back-up.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { factsOf, factsOfFile, partsOf, readManifest } from './backup-manifest.ts';
import { BackupUnusable } from './backup-unusable.ts';
import { DatabaseDamaged } from './database-damaged.ts';
import { exists } from './exists.ts';
import { openSqliteStorage } from './open-storage.ts';
import { beginNextEpoch } from './sqlite-epoch.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { requireSound } from './sqlite-integrity.ts';
import { lockSqliteFile } from './sqlite-lock.ts';

export interface RestoreOptions {
  /** The backup. */
  readonly folder: string;
  /** Absolute. */
  readonly databasePath: string;
  /** Absolute; undefined where pictures go into a bucket. */
  readonly picturesPath: string | undefined;
  /** Takes the pictures beside those that are there: no two pictures ever share a key. */
  readonly bucket?: PictureStore | undefined;
  readonly openPictures: (folder: string) => PictureStore;
  /** Whether data that is there may make room. It is kept beside under a dated name. */
  readonly replaces: boolean;
  readonly onPicture: (progress: PictureProgress) => void;
  readonly now: () => number;
}

export interface Restored {
  readonly manifest: BackupManifest;
  readonly ended: EndedGenerations;
  /** Where the data that was there before is now. */
  readonly keptAside: readonly string[];
}

/** Where everything is made ready. */
interface Ready {
  readonly database: string;
  readonly pictures: string | undefined;
}

/** There is data in the place to restore to. */
export class DataExists extends Error {
  override readonly name = 'DataExists';
}

/** The folder of pictures is a disk of its own, so that it cannot change places with another folder. */
export class PicturesNotMovable extends Error {
  override readonly name = 'PicturesNotMovable';
}

/**
 * Puts a backup to work. Everything is checked and made ready beside the old data; only then names are exchanged. The
 * database that takes the place is still closed (see `Epoch`), and opening it is the last step: whenever this ends
 * early, no bot starts with half of the one and half of the other.
 *
 * @throws DatabaseInUse, DataExists, PicturesNotMovable, BackupUnusable, and SchemaTooNew for a backup of a newer release.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { databasePath, picturesPath, folder } = options;
  const unlock = await lockSqliteFile(databasePath);
  // The lock lets nobody else be here: what is there is left over from a restore that ended early.
  const ready = {
    database: `${databasePath}.restoring`,
    pictures: picturesPath && `${picturesPath}.restoring`,
  };
  try {
    if (!options.replaces) await requireEmpty(options);
    if (picturesPath !== undefined) await requireMovable(picturesPath);
    await clear(ready);
    const manifest = await readManifest(folder);
    await bringDatabase(partsOf(folder).database, { to: ready.database, manifest });
    const ended = await endAll(ready.database, options.now());
    await bringPictures(manifest, { ...options, to: ready.pictures });
    const keptAside = await exchange(ready, options);
    await withSqliteFile(databasePath, beginNextEpoch);
    return { manifest, ended, keptAside };
  } finally {
    await clear(ready);
    unlock();
  }
}

async function requireEmpty({ databasePath, picturesPath }: RestoreOptions): Promise<void> {
  if (await exists(databasePath)) throw new DataExists(databasePath);
  if (picturesPath !== undefined && (await holdsAnything(picturesPath))) throw new DataExists(picturesPath);
}

async function holdsAnything(folder: string): Promise<boolean> {
  return (await exists(folder)) && (await readdir(folder)).length > 0;
}

async function requireMovable(path: string): Promise<void> {
  if (!(await exists(path))) return;
  const [folder, parent] = await Promise.all([stat(path), stat(dirname(path))]);
  if (folder.dev !== parent.dev) throw new PicturesNotMovable(path);
}

async function bringDatabase(
  from: string,
  { to, manifest }: { readonly to: string; readonly manifest: BackupManifest },
): Promise<void> {
  if (!(await exists(from))) throw new BackupUnusable('its database is missing');
  await copyFile(from, to);
  const { sha256 } = await factsOfFile(to);
  if (sha256 !== manifest.database.sha256)
    throw new BackupUnusable('its database is not the one it was made with');
  await requireSound(to, 'integrity_check');
}

/** Ends what the copy holds open, with its schema brought up to date. */
async function endAll(path: string, nowMs: number): Promise<EndedGenerations> {
  const storage = await openSqliteStorage(path);
  try {
    return await storage.transaction((transaction) => endOpenGenerations(transaction, nowMs));
  } finally {
    await storage.close();
  }
}

async function bringPictures(
  { pictures }: BackupManifest,
  { bucket, folder, to, openPictures, onPicture }: RestoreOptions & { readonly to: string | undefined },
): Promise<void> {
  const source = openPictures(partsOf(folder).pictures);
  const target = to === undefined ? bucket : openPictures(to);
  if (target === undefined) throw new Error('expected a folder or a bucket for the pictures');
  if (to !== undefined) await mkdir(to, { recursive: true });
  for (const [index, { key, sha256 }] of pictures.entries()) {
    const bytes = await readFromBackup(source, key);
    if (factsOf(bytes).sha256 !== sha256) throw new BackupUnusable(`its picture ${key} is damaged`);
    await target.write(key, bytes);
    onPicture({ done: index + 1, total: pictures.length });
  }
}

async function readFromBackup(source: PictureStore, key: string): Promise<Uint8Array> {
  try {
    return await source.read(key);
  } catch (error) {
    if (error instanceof PictureMissing) throw new BackupUnusable(`its picture ${key} is missing`, error);
    throw error;
  }
}

/** Puts the new data into the place of the old, which is kept beside it. */
async function exchange(
  ready: Ready,
  { databasePath, picturesPath, now }: RestoreOptions,
): Promise<readonly string[]> {
  const aside = `.before-restore-${new Date(now())
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')}`;
  const keptAside: string[] = [];
  if (await exists(databasePath)) {
    await copyAside(databasePath, `${databasePath}${aside}`);
    keptAside.push(`${databasePath}${aside}`);
  }
  // Also where somebody has removed the database and left them.
  await moveCompanionsAside(databasePath, `${databasePath}${aside}`);
  await syncFile(ready.database);
  await rename(ready.database, databasePath);
  await syncFolder(dirname(databasePath));
  if (picturesPath === undefined || ready.pictures === undefined) return keptAside;
  if (await holdsAnything(picturesPath)) {
    await rename(picturesPath, `${picturesPath}${aside}`);
    keptAside.push(`${picturesPath}${aside}`);
  }
  await rename(ready.pictures, picturesPath);
  await syncFolder(dirname(picturesPath));
  return keptAside;
}

/** Files that SQLite keeps beside a database; with another database they would destroy it (https://sqlite.org/howtocorrupt.html). */
const companions = ['-wal', '-shm', '-journal'];

/** Copies, rather than moves, so that there is no moment without a database: a bot would begin with an empty one. */
async function copyAside(path: string, aside: string): Promise<void> {
  await takeInCompanions(path);
  await copyFile(path, aside);
  await syncFile(aside);
}

async function moveCompanionsAside(path: string, aside: string): Promise<void> {
  for (const companion of companions) {
    if (await exists(`${path}${companion}`)) await rename(`${path}${companion}`, `${aside}${companion}`);
  }
}

/** Makes the file whole by itself; one that is damaged is kept as it is. */
async function takeInCompanions(path: string): Promise<void> {
  try {
    await withSqliteFile(path, (database) => database.pragma('wal_checkpoint(truncate)'));
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error;
  }
}

async function clear(ready: Ready): Promise<void> {
  for (const suffix of ['', ...companions]) await rm(`${ready.database}${suffix}`, { force: true });
  if (ready.pictures !== undefined) await rm(ready.pictures, { recursive: true, force: true });
}
