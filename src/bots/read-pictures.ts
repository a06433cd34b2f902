import type { Page } from '../commands/reply.ts';
import type { DeliverablePicture } from '../core/courier.ts';
import type { Log } from '../core/log.ts';
import { PictureMissing } from '../core/pictures/picture-store.ts';

/** A stored picture with its bytes, and what it shows in words. */
export interface ReadPicture {
  readonly picture: DeliverablePicture;
  readonly bytes: Uint8Array;
  readonly altText: string;
}

/**
 * Reads pictures in their order, without those whose file is missing: the others can be shown all the same. The person
 * is to be told, and the log is.
 */
export async function readPictures(
  { altTexts, pictures }: Pick<Page, 'altTexts' | 'pictures'>,
  log: Log,
): Promise<readonly ReadPicture[]> {
  const found: ReadPicture[] = [];
  for (const [index, picture] of pictures.entries()) {
    const bytes = await readUnlessMissing(picture, log);
    if (bytes !== undefined) found.push({ picture, bytes, altText: altTexts[index] ?? '' });
  }
  return found;
}

async function readUnlessMissing(
  { key, read }: DeliverablePicture,
  log: Log,
): Promise<Uint8Array | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PictureMissing)) throw error;
    log.warn({ key }, 'the file of a picture is missing');
    return undefined;
  }
}
