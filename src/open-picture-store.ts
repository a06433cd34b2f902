import { access, constants, mkdir } from 'node:fs/promises';
import type { Config } from './config.ts';
import { FolderPictureStore } from './core/pictures/folder-picture-store.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Opens the place where pictures are kept, and makes sure that it takes them: found out at the first picture, it would
 * be found out after paying.
 *
 * @throws StartupProblem (78) when it does not.
 */
export async function openPictureStore(pictures: Config['pictures']): Promise<PictureStore> {
  if (pictures.kind !== 'folder') throw new Error('expected a folder: the configuration allows no other');
  const { path } = pictures;
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new StartupProblem(
      `PICTURES_URL: nothing can be written to ${path}. Expected the path of a folder that may be written to.`,
      78,
      error,
    );
  }
  return new FolderPictureStore(path);
}
