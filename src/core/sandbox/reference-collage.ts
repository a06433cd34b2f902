import type { Sharp } from 'sharp';
import sharp from 'sharp';
import type { PictureSize } from '../wish.ts';
import { composePicture } from './compose.ts';
import { palettes, timesOfDay } from './palette.ts';
import { createRandom } from './random.ts';

const maxPixels = 64_000_000;

/**
 * A picture that is visibly made from its references: the first one fills it, tinted in the prompt's colours, and the
 * others hang on it as framed prints.
 *
 * @throws Error when a reference cannot be read as a picture.
 */
export async function paintFromReferences({
  prompt,
  seed,
  size,
  references,
}: {
  readonly prompt: string;
  readonly seed: number;
  readonly size: PictureSize;
  readonly references: readonly Uint8Array[];
}): Promise<Sharp> {
  const random = createRandom(`${seed}\n${prompt}`);
  const palette = palettes[random.pick(timesOfDay)];
  const unit = Math.min(size.width, size.height) / 100;
  const [first = new Uint8Array(), ...others] = references;
  const scene = await sharp(Buffer.from(composePicture({ prompt, seed, size })))
    .png()
    .toBuffer();
  const base = await read(first).resize(size.width, size.height, { fit: 'cover' }).png().toBuffer();
  const glaze = await sharp(scene).ensureAlpha(0.45).png().toBuffer();
  const prints = others.slice(0, 7);
  const side = Math.round(
    Math.min(unit * 26, (size.width - unit * 8) / Math.max(3, prints.length) - unit * 3),
  );
  const frames = await Promise.all(
    prints.map(async (reference, index) => ({
      input: await framed(reference, { side, border: Math.round(unit * 1.2), tilt: random.between(-7, 7) }),
      left: Math.round(unit * 5 + index * (side + unit * 3)),
      top: Math.round(unit * (5 + (index % 2) * 4)),
    })),
  );
  const painted = await sharp(base)
    .composite([
      { input: glaze, blend: 'soft-light' },
      { input: tint(size.width, size.height, palette.sky[2]), blend: 'soft-light' },
      ...frames,
    ])
    .png()
    .toBuffer();
  return sharp(painted);
}

function read(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: maxPixels }).rotate();
}

async function framed(
  bytes: Uint8Array,
  { side, border, tilt }: { side: number; border: number; tilt: number },
): Promise<Buffer> {
  const print = await read(bytes)
    .resize(side - 2 * border, side - 2 * border, { fit: 'cover' })
    .extend({ top: border, bottom: border, left: border, right: border, background: '#fbf7ee' })
    .png()
    .toBuffer();
  return sharp(print)
    .rotate(tilt, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
}

function tint(width: number, height: number, colour: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${colour}" opacity="0.45"/></svg>`,
  );
}
