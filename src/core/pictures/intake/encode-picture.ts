import sharp from 'sharp';
import type { PictureSize } from '../../wish.ts';
import type { NormalisedPicture } from './normalised-picture.ts';

/** Decoded pixels, 8 bits a channel, sRGB or grey. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

export interface EncodingWishes {
  readonly budgetBytes: number;
  /** How far a picture may be reduced to fit the budget. */
  readonly minSide: number;
  /** Whether to keep every pixel as it is as long as the budget allows it: drawings and screenshots, not photos. */
  readonly prefersLossless: boolean;
}

type Encoded = Pick<NormalisedPicture, 'bytes' | 'mediaType' | 'width' | 'height'>;

/** Tried in this order. At the first one a photo is not told from its original. */
const qualities = [92, 85, 75, 60] as const;
/** So many times the budget is out of reach of any quality: fewer pixels are the better loss, and sooner there. */
const hopeless = 4;
const qualityOfReduced = 70;
const lowestQuality = 40;
const reduction = 0.75;

/**
 * Encodes pixels within a number of bytes: first with less quality, then with fewer pixels. Transparency is kept.
 * Undefined when even the smallest size at the lowest quality is too large.
 */
export async function encodePicture(pixels: Pixels, wishes: EncodingWishes): Promise<Encoded | undefined> {
  const { budgetBytes, minSide } = wishes;
  const isTransparent = pixels.channels === 2 || pixels.channels === 4;
  const encodeLossy = isTransparent ? encodeWebp : encodeJpeg;
  if (wishes.prefersLossless || isTransparent) {
    const lossless = await encodePng(pixels, pixels);
    if (lossless.bytes.byteLength <= budgetBytes) return lossless;
  }
  for (const quality of qualities) {
    const encoded = await encodeLossy(pixels, pixels, quality);
    if (encoded.bytes.byteLength <= budgetBytes) return encoded;
    if (encoded.bytes.byteLength > budgetBytes * hopeless) break;
  }
  const smallest = scaleBy(pixels, minSide / Math.min(pixels.width, pixels.height));
  for (let size = scaleBy(pixels, reduction); isLarger(size, smallest); size = scaleBy(size, reduction)) {
    const encoded = await encodeLossy(pixels, size, qualityOfReduced);
    if (encoded.bytes.byteLength <= budgetBytes) return encoded;
  }
  const last = await encodeLossy(pixels, smallest, lowestQuality);
  return last.bytes.byteLength <= budgetBytes ? last : undefined;
}

function open({ data, width, height, channels }: Pixels, size: PictureSize) {
  return sharp(data, { raw: { width, height, channels } }).resize(size.width, size.height, { fit: 'fill' });
}

async function encodePng(pixels: Pixels, size: PictureSize): Promise<Encoded> {
  const bytes = await open(pixels, size).png({ compressionLevel: 6 }).toBuffer();
  return { bytes, mediaType: 'image/png', width: size.width, height: size.height };
}

async function encodeJpeg(pixels: Pixels, size: PictureSize, quality: number): Promise<Encoded> {
  // Colours at full resolution keep red writing legible; at lower qualities the bytes are better spent otherwise.
  const chromaSubsampling = quality > 90 ? '4:4:4' : '4:2:0';
  const bytes = await open(pixels, size).jpeg({ quality, chromaSubsampling }).toBuffer();
  return { bytes, mediaType: 'image/jpeg', width: size.width, height: size.height };
}

async function encodeWebp(pixels: Pixels, size: PictureSize, quality: number): Promise<Encoded> {
  const bytes = await open(pixels, size).webp({ quality, alphaQuality: 90, effort: 2 }).toBuffer();
  return { bytes, mediaType: 'image/webp', width: size.width, height: size.height };
}

function scaleBy({ width, height }: PictureSize, factor: number): PictureSize {
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

function isLarger(size: PictureSize, other: PictureSize): boolean {
  return size.width > other.width && size.height > other.height;
}
