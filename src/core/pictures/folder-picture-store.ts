import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { requirePictureKey } from './picture-key.ts';
import { PictureMissing, type PictureStore } from './picture-store.ts';

/**
 * Keeps each picture as a file in one of 256 folders below a root, which several processes may share. A file appears
 * whole or not at all, and survives a loss of power once `write` has resolved.
 */
export class FolderPictureStore implements PictureStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(key);
    const folder = dirname(path);
    await createFolder(folder);
    const unfinished = join(folder, `.${randomUUID()}.part`);
    try {
      await writeDurably(unfinished, bytes);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  async read(key: string): Promise<Uint8Array> {
    try {
      return await readFile(this.#pathOf(key));
    } catch (error) {
      if (isMissingFile(error)) throw new PictureMissing(key);
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  #pathOf(key: string): string {
    const name = requirePictureKey(key).replaceAll('/', '~');
    const shard = createHash('sha256').update(key).digest('hex').slice(0, 2);
    return join(this.#root, shard, name);
  }
}

async function createFolder(folder: string): Promise<void> {
  const firstCreated = await mkdir(folder, { recursive: true });
  if (firstCreated === undefined) return;
  for (let created = folder; ; created = dirname(created)) {
    await syncFolder(dirname(created));
    if (created === firstCreated || created === dirname(created)) return;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
