import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Short enough for every file system in the longest of letters, and long enough to know a picture by. */
const longestName = 40;

export interface PictureFile {
  readonly folder: string;
  /** The picture is named for its description. */
  readonly prompt: string;
  /** Without a dot. */
  readonly extension: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a picture under the first free number and returns its path. Never overwrites, also when several commands write
 * at once.
 *
 * @throws Error of the file system when the folder takes no files.
 */
export async function writePictureFile({ folder, prompt, extension, bytes }: PictureFile): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${nameFor(prompt)}-${number}.${extension}`);
    try {
      await writeFile(path, bytes, { flag: 'wx' });
      return path;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

/** The letters and digits of a description in any script, as in `a-lighthouse-at-dawn`. */
function nameFor(prompt: string): string {
  const words =
    prompt
      .normalize('NFKC')
      .toLowerCase()
      // What only says how the character before it is drawn: the marks that make emoji of digits and hearts.
      .replace(/[\u{FE00}-\u{FE0F}\u{20E3}]/gu, '')
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  return [...words.join('-')].slice(0, longestName).join('').replace(/-$/, '') || 'picture';
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
