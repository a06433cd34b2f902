import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

/** Bytes that are what they claim to be, as far as their header tells. */
export interface CheckedPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** Bytes that are no picture we can pass on. */
export class UnusablePicture extends Error {
  override readonly name = 'UnusablePicture';
}

const mediaTypes = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Recognises a JPEG, PNG or WEBP by its bytes, whatever a header or a file name said. @throws UnusablePicture. */
export async function checkPicture(bytes: Uint8Array): Promise<CheckedPicture> {
  const type = await fileTypeFromBuffer(bytes);
  if (type === undefined || !mediaTypes.has(type.mime)) {
    throw new UnusablePicture(`the result is ${type?.mime ?? 'of an unknown type'}`);
  }
  const { width, height } = await readSize(bytes);
  return { bytes, mediaType: type.mime, width, height };
}

async function readSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch (cause) {
    throw new UnusablePicture('the result cannot be read', { cause });
  }
}
