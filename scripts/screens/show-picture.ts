import sharp from 'sharp';
import { dataUri } from './html.ts';

/** A picture as part of a page, no larger than it is shown. */
export async function showPicture(bytes: Buffer, side = 640): Promise<string> {
  const small = await sharp(bytes)
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
  return dataUri(small, 'image/png');
}
