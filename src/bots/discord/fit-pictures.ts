import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { markMadeByModel } from '../../core/pictures/origin-mark.ts';

/** A picture as it will be uploaded. */
export interface FittingPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface UploadLimits {
  /** Most bytes of one file. */
  readonly fileBytes: number;
  /** Most bytes of all files together. */
  readonly totalBytes: number;
}

/** Tried in this order until a picture is small enough: first less quality, then fewer pixels as well. */
const steps = [
  { quality: 90, scale: 1 },
  { quality: 80, scale: 1 },
  { quality: 70, scale: 1 },
  { quality: 80, scale: 0.7 },
  { quality: 75, scale: 0.5 },
  { quality: 70, scale: 0.35 },
  { quality: 65, scale: 0.25 },
  { quality: 60, scale: 0.12 },
  { quality: 50, scale: 0.05 },
] as const;

/** WebP's own bound: https://developers.google.com/speed/webp/faq */
const longestWebpSide = 16_383;

/**
 * Makes pictures small enough for one upload. What fits stays byte for byte as it is; the rest is encoded again, JPEG
 * as JPEG and everything else as WebP, which keeps transparency, and goes on saying that a model made it. The stored
 * originals are not touched.
 */
export async function fitPictures(
  pictures: readonly FittingPicture[],
  limits: UploadLimits,
): Promise<readonly FittingPicture[]> {
  const shares = fairShares(
    pictures.map(({ bytes }) => Math.min(bytes.byteLength, limits.fileBytes)),
    limits.totalBytes,
  );
  const fitting: FittingPicture[] = [];
  // One after the other: decoded pictures are large.
  for (const [index, picture] of pictures.entries()) {
    fitting.push(await fitPicture(picture, shares[index] ?? limits.fileBytes));
  }
  return fitting;
}

/** Divides the total so that small pictures get what they need and only the large ones are cut down. */
function fairShares(wanted: readonly number[], total: number): readonly number[] {
  let left = total;
  let level = total / Math.max(1, wanted.length);
  const smallestFirst = [...wanted].sort((one, other) => one - other);
  for (const [index, size] of smallestFirst.entries()) {
    level = left / (smallestFirst.length - index);
    if (size > level) break;
    left -= size;
    level = Number.POSITIVE_INFINITY;
  }
  return wanted.map((size) => Math.min(size, Math.floor(level)));
}

async function fitPicture(picture: FittingPicture, maxBytes: number): Promise<FittingPicture> {
  if (picture.bytes.byteLength <= maxBytes) return picture;
  const metadata = await sharp(picture.bytes).metadata();
  const { width, height } = metadata;
  let smallest = picture;
  for (const step of steps) {
    const side = Math.max(1, Math.min(longestWebpSide, Math.floor(Math.max(width, height) * step.scale)));
    const image = sharp(picture.bytes).resize({
      width: side,
      height: side,
      fit: 'inside',
      withoutEnlargement: true,
    });
    smallest = await encode(markMadeByModel(image, metadata), {
      quality: step.quality,
      isJpeg: picture.mediaType === 'image/jpeg',
    });
    if (smallest.bytes.byteLength <= maxBytes) return smallest;
  }
  return smallest;
}

async function encode(
  image: Sharp,
  { quality, isJpeg }: { quality: number; isJpeg: boolean },
): Promise<FittingPicture> {
  return isJpeg
    ? { bytes: await image.jpeg({ quality }).toBuffer(), mediaType: 'image/jpeg' }
    : { bytes: await image.webp({ quality }).toBuffer(), mediaType: 'image/webp' };
}
