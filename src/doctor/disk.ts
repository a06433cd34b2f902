import { randomUUID } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exists } from '../core/storage/exists.ts';

/** Bytes that are left for this user on the disk of an existing folder. */
export type ReadFreeBytes = (folder: string) => Promise<number>;

export const readFreeBytes: ReadFreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** The folder itself or, where it is yet to be made, the nearest one above it that is there. */
export async function nearestFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  return (await exists(path)) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/**
 * Writes a file and removes it: rights on paper do not tell of a disk that is mounted to be read only, or full.
 *
 * @throws whatever the operating system says.
 */
export async function tryWriting(folder: string): Promise<void> {
  const path = join(folder, `.easel-doctor-${randomUUID()}`);
  const file = await open(path, 'wx');
  try {
    await file.writeFile('Easel can write here.\n');
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
