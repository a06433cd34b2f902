import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { codeOf } from './ask-service.ts';
import { nearestFolder, type ReadFreeBytes, tryWriting } from './disk.ts';
import { failed, ok, type Result } from './finding.ts';
import { wordSpace } from './word-space.ts';

/** Whether pictures could be written where they are kept. */
export async function checkPictures({ pictures }: Config, readFreeBytes: ReadFreeBytes): Promise<Result> {
  if (pictures.kind !== 'folder') throw new Error('expected a folder: the configuration allows no other');
  const path = resolve(pictures.path);
  try {
    const folder = await nearestFolder(path);
    await tryWriting(folder);
    const state = folder === path ? `${path} can be written to` : `${path} will be made at the first start`;
    return wordSpace(ok(state), await readFreeBytes(folder));
  } catch (error) {
    return failed(
      `nothing can be written to ${path} (${codeOf(error)}). Give the user that runs Easel the right to write there, or set PICTURES_URL to another folder.`,
    );
  }
}
