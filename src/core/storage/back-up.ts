import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PictureMissing, type PictureStore } from '../pictures/picture-store.ts';
import { syncFolder } from '../sync-folder.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { factsOf, factsOfFile, partsOf } from './backup-manifest.ts';
import { copySqliteFile } from './copy-sqlite-file.ts';
import { exists } from './exists.ts';
import { withSqliteFile } from './sqlite-file.ts';

/** How many of the pictures are done. */
export interface PictureProgress {
  readonly done: number;
  readonly total: number;
}

export interface BackUpOptions {
  readonly databasePath: string;
  readonly pictures: PictureStore;
  /** Absolute; made by the backup, once it is complete. */
  readonly folder: string;
  readonly openPictures: (folder: string) => PictureStore;
  readonly onPicture: (progress: PictureProgress) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Something is already where the backup should go. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/**
 * Makes a copy of everything while a bot may be at work: the database as it is at one moment, then the pictures that
 * the copy names. A picture is stored before its row, so none can be missing but one that was removed meanwhile or was
 * lost before. The folder appears complete or not at all.
 *
 * @throws FolderTaken, and DatabaseDamaged when there is nothing sound to copy.
 */
export async function backUp(options: BackUpOptions): Promise<BackupManifest> {
  const { folder } = options;
  await requireFree(folder);
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    const manifest = await fill(unfinished, options);
    await requireFree(folder);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
    return manifest;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function requireFree(folder: string): Promise<void> {
  if (await exists(folder)) throw new FolderTaken(`${folder} exists already`);
}

async function fill(folder: string, options: BackUpOptions): Promise<BackupManifest> {
  const parts = partsOf(folder);
  const madeAt = new Date(options.now()).toISOString();
  await copySqliteFile(options.databasePath, parts.database);
  const { keys, ...facts } = await readCopy(parts.database);
  await mkdir(parts.pictures);
  const copied = await copyPictures(keys, { ...options, target: options.openPictures(parts.pictures) });
  const manifest = {
    format: 1,
    madeAt,
    ...facts,
    database: await factsOfFile(parts.database),
    ...copied,
  } as const;
  await writeDurably(parts.manifest, `${JSON.stringify(manifest, undefined, 1)}\n`);
  await syncFolder(folder);
  return manifest;
}

function readCopy(path: string) {
  return withSqliteFile(path, (copy) => {
    const column = <Value>(sql: string) => copy.prepare<[], Value>(sql).pluck().all();
    const [generationCount = 0] = column<number>('select count(*) from generations');
    return {
      generationCount,
      schema: column<string>('select name from migrations order by name'),
      keys: column<string>('select distinct key from pictures order by key'),
    };
  });
}

async function copyPictures(
  keys: readonly string[],
  { pictures: source, target, onPicture, signal }: BackUpOptions & { readonly target: PictureStore },
): Promise<Pick<BackupManifest, 'pictures' | 'missingPictures'>> {
  const pictures: BackupManifest['pictures'] = [];
  const missingPictures: string[] = [];
  for (const [index, key] of keys.entries()) {
    signal.throwIfAborted();
    const bytes = await readIfThere(source, key);
    if (bytes === undefined) {
      missingPictures.push(key);
    } else {
      await target.write(key, bytes);
      pictures.push({ key, ...factsOf(bytes) });
    }
    onPicture({ done: index + 1, total: keys.length });
  }
  return { pictures, missingPictures };
}

async function readIfThere(store: PictureStore, key: string): Promise<Uint8Array | undefined> {
  try {
    return await store.read(key);
  } catch (error) {
    if (error instanceof PictureMissing) return undefined;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
