import { createHash } from 'node:crypto';
import sharp from 'sharp';

type Colour = readonly [number, number, number];

/** Side of a sample picture in pixels; its four quarters lie on the blocks of every codec. */
const sideLength = 64;
const quarters = [
  [16, 16],
  [48, 16],
  [16, 48],
  [48, 48],
] as const;

function digestOf(taskUUID: string, index: number): Buffer {
  return createHash('sha256').update(`${taskUUID.toLowerCase()}:${index}`).digest();
}

/** The four colours that tell whose picture it is. */
function coloursOf(taskUUID: string, index: number): readonly Colour[] {
  const digest = digestOf(taskUUID, index);
  return [0, 3, 6, 9].map((at) => [digest.readUInt8(at), digest.readUInt8(at + 1), digest.readUInt8(at + 2)]);
}

/** A vendor id that is the same for the same task and index. */
export function imageUUIDOf(taskUUID: string, index: number): string {
  const hex = digestOf(taskUUID, index).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A 32-bit seed that is the same for the same task and index. */
export function seedOf(taskUUID: string, index: number): number {
  return digestOf(taskUUID, index).readUInt32BE(12) || 1;
}

/** The bytes of one result: a real picture, the same for the same task, index, format and side in pixels. */
export async function pictureFor(
  taskUUID: string,
  index: number,
  format: 'jpeg' | 'png' | 'webp' = 'jpeg',
  side: number = sideLength,
): Promise<Buffer> {
  const colours = coloursOf(taskUUID, index);
  const pixels = Buffer.alloc(sideLength * sideLength * 3);
  for (let at = 0; at < sideLength * sideLength; at += 1) {
    const isRight = at % sideLength >= sideLength / 2;
    const isLower = at >= (sideLength * sideLength) / 2;
    pixels.set(colours[(isLower ? 2 : 0) + (isRight ? 1 : 0)] ?? [0, 0, 0], at * 3);
  }
  const sample = sharp(pixels, { raw: { width: sideLength, height: sideLength, channels: 3 } });
  const picture = side === sideLength ? sample : sample.resize(side, side, { kernel: 'nearest' });
  if (format === 'png') return picture.png().toBuffer();
  if (format === 'webp') return picture.webp({ quality: 95 }).toBuffer();
  return picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Farther apart, in steps of 256, are only the colours of different pictures. */
const farthestAlike = 40;

/** How far the picture's four colours are from those of a task's result; 0 is the same. */
function distanceTo(samples: readonly Colour[], taskUUID: string, index: number): number {
  const wanted = coloursOf(taskUUID, index).flat();
  return Math.max(...samples.flat().map((value, at) => Math.abs(value - (wanted[at] ?? 0))));
}

/** Reads the four colours back, whatever was done to size and format on the way. */
async function samplesOf(bytes: Uint8Array): Promise<readonly Colour[]> {
  const { data, info } = await sharp(bytes)
    .resize(sideLength, sideLength, { fit: 'fill', kernel: 'nearest' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return quarters.map(([x, y]) => {
    const at = (y * info.width + x) * info.channels;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  });
}

/** Finds the task and index whose result these bytes show; re-encoded and resized pictures are recognised too. */
export async function whosePicture(
  bytes: Uint8Array,
  candidates: Iterable<{ readonly taskUUID: string; readonly index: number }>,
): Promise<{ readonly taskUUID: string; readonly index: number } | undefined> {
  const samples = await samplesOf(bytes);
  let nearest: { readonly taskUUID: string; readonly index: number } | undefined;
  // Among hundreds of pictures two are alike now and then: only the most alike one is meant.
  let distance = farthestAlike;
  for (const { taskUUID, index } of candidates) {
    const itsDistance = distanceTo(samples, taskUUID, index);
    if (itsDistance > distance) continue;
    nearest = { taskUUID, index };
    distance = itsDistance;
  }
  return nearest;
}
