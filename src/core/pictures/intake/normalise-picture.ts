import type { FailOnOptions, Metadata } from 'sharp';
import sharp from 'sharp';
import type { PictureSize } from '../../wish.ts';
import { encodePicture, type Pixels } from './encode-picture.ts';
import { fitSize } from './fit-size.ts';
import { holdsOnlyAPicture } from './holds-only-a-picture.ts';
import type { NormalisedPicture, TakenIn } from './normalised-picture.ts';
import type { PictureBounds } from './picture-bounds.ts';
import type { PictureRefusal } from './picture-refusal.ts';
import { type ReadableFormat, recogniseFormat } from './recognise-format.ts';

/** Damage and early ends are errors; what a decoder merely remarks on is not: cameras write odd but whole files. */
const tolerant = 'error';

/** A file that a decoder remarks on is written anew, since the model's own decoder may think otherwise. */
const strict = 'warning';

/** How the decoder calls what it read. */
const decoderNames: Readonly<Record<ReadableFormat, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
  tiff: 'tiff',
};

/** Files that are handed on as they are when nothing is to be changed. */
const handedOn: Partial<Record<ReadableFormat, NormalisedPicture['mediaType']>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/**
 * Reads a file of unknown origin as a picture and makes it fit. Decodes it to the last pixel in either case, so that a
 * damaged file is found here and not by a model that takes money. To be run where a crash of a decoder does no harm.
 */
export async function normalisePicture(bytes: Uint8Array, bounds: PictureBounds): Promise<TakenIn> {
  const format = await recogniseFormat(bytes);
  if (typeof format !== 'string') return { refusal: format };
  const broken: TakenIn = { refusal: { problem: 'broken', format: format.toUpperCase() } };

  const metadata = await unlessBroken(sharp(bytes, { failOn: tolerant, limitInputPixels: false }).metadata());
  if (metadata === undefined || metadata.format !== decoderNames[format]) return broken;
  const tooManyPixels = refusalOfPixels(metadata, bounds);
  if (tooManyPixels !== undefined) return { refusal: tooManyPixels };
  const size = fitSize(metadata.autoOrient, bounds);
  if ('problem' in size) return { refusal: size };

  const mediaType = handedOn[format];
  const mayStay =
    mediaType !== undefined && isNormal(metadata, size) && bytes.byteLength <= bounds.budgetBytes;
  if (mayStay && holdsOnlyAPicture(bytes, format)) {
    const isFlawless = (await unlessBroken(decode(bytes, size, { ...bounds, failOn: strict }))) !== undefined;
    if (isFlawless)
      return { picture: { bytes, mediaType, ...size, wasConverted: false, wasAnimated: false } };
  }
  const decoded = await unlessBroken(decode(bytes, size, { ...bounds, failOn: tolerant }));
  if (decoded === undefined) return broken;
  const pixels = isOpaque(decoded) ? await withoutAlpha(decoded) : decoded;
  const encoded = await encodePicture(pixels, { ...bounds, prefersLossless: isDrawn(format) });
  if (encoded === undefined) {
    const { byteLength } = bytes;
    return { refusal: { problem: 'too-large-file', byteLength, maxBytes: bounds.budgetBytes } };
  }
  return {
    picture: { ...encoded, wasConverted: true, wasAnimated: (metadata.pages ?? 1) > 1 && format !== 'tiff' },
  };
}

/** Whatever a decoder finds fault with is the file: it is given nothing else. */
function unlessBroken<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch(() => undefined);
}

function refusalOfPixels(
  { width, height }: Metadata,
  { maxPixels }: PictureBounds,
): PictureRefusal | undefined {
  return width * height > maxPixels ? { problem: 'too-many-pixels', width, height, maxPixels } : undefined;
}

function isNormal({ width, height, space, depth, orientation = 1 }: Metadata, size: PictureSize): boolean {
  const isSized = width === size.width && height === size.height;
  return isSized && orientation === 1 && depth === 'uchar' && (space === 'srgb' || space === 'b-w');
}

/** Formats of screenshots and drawings rather than of photos. */
function isDrawn(format: ReadableFormat): boolean {
  return format === 'png' || format === 'gif';
}

/** Upright pixels in sRGB at their final size; colour profiles are applied. */
function decode(
  bytes: Uint8Array,
  size: PictureSize,
  { maxPixels, failOn }: Pick<PictureBounds, 'maxPixels'> & { readonly failOn: FailOnOptions },
): Promise<Pixels> {
  return sharp(bytes, { failOn, limitInputPixels: maxPixels, autoOrient: true })
    .resize(size.width, size.height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info: { width, height, channels } }) => ({ data, width, height, channels }));
}

function isOpaque({ data, channels }: Pixels): boolean {
  if (channels !== 2 && channels !== 4) return false;
  for (let index = channels - 1; index < data.byteLength; index += channels)
    if (data[index] !== 255) return false;
  return true;
}

async function withoutAlpha({ data, width, height, channels }: Pixels): Promise<Pixels> {
  const image = sharp(data, { raw: { width, height, channels } }).removeAlpha();
  const { data: opaque, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data: opaque, width, height, channels: info.channels };
}
