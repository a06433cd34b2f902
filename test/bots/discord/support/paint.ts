import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { PaintedBytes } from './accepting-core.ts';

/** A small picture that is valid in every respect. */
export async function smallPicture(color = '#336699'): Promise<PaintedBytes> {
  const image = sharp({ create: { width: 64, height: 64, channels: 3, background: color } });
  return { bytes: await image.jpeg().toBuffer(), mediaType: 'image/jpeg' };
}

/** A picture of noise, which no encoding makes small. */
export async function noisePicture(side: number, format: 'png' | 'jpeg' = 'png'): Promise<PaintedBytes> {
  const raw = { width: side, height: side, channels: 3 } as const;
  const image = sharp(randomBytes(side * side * 3), { raw });
  const bytes =
    format === 'png'
      ? await image.png({ compressionLevel: 0 }).toBuffer()
      : await image.jpeg({ quality: 100 }).toBuffer();
  return { bytes, mediaType: `image/${format}`, width: side, height: side };
}
