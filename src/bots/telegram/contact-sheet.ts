import sharp from 'sharp';
import { markMadeByModel } from '../../core/pictures/origin-mark.ts';

/** Several pictures in one. */
export interface ContactSheet {
  readonly jpeg: Uint8Array;
  /** How many it shows. */
  readonly count: number;
}

/** Larger photos are made smaller by Telegram anyway. */
const longestSide = 2_048;
const gap = 8;
const background = '#808080';

interface Tile {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Puts several pictures side by side and row by row in their order, because a message with buttons shows one at most.
 * Damaged ones are left out; undefined when nothing is left.
 */
export async function contactSheet(pictures: readonly Uint8Array[]): Promise<ContactSheet | undefined> {
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const side = Math.floor((longestSide - gap * (columns - 1)) / columns);
  const tiles: Tile[] = [];
  // One after the other: decoded pictures are large.
  for (const bytes of pictures) tiles.push(...(await readTile(bytes, side)));
  if (tiles.length === 0) return undefined;
  return { jpeg: await arrange(tiles, Math.min(columns, tiles.length)), count: tiles.length };
}

/** Nothing where it cannot be decoded: the others are there to be seen all the same. */
async function readTile(bytes: Uint8Array, side: number): Promise<readonly Tile[]> {
  try {
    const size = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
    const picture = sharp(bytes).resize(size).flatten({ background }).png({ compressionLevel: 1 });
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    return [{ data, width: info.width, height: info.height }];
  } catch {
    return [];
  }
}

function arrange(tiles: readonly Tile[], columns: number): Promise<Uint8Array> {
  const rows = Math.ceil(tiles.length / columns);
  const cell = {
    width: Math.max(...tiles.map(({ width }) => width)),
    height: Math.max(...tiles.map(({ height }) => height)),
  };
  const placed = tiles.map(({ data, height, width }, index) => ({
    input: data,
    left: (index % columns) * (cell.width + gap) + Math.floor((cell.width - width) / 2),
    top: Math.floor(index / columns) * (cell.height + gap) + Math.floor((cell.height - height) / 2),
  }));
  const size = { width: spread(cell.width, columns), height: spread(cell.height, rows) };
  const sheet = sharp({ create: { ...size, channels: 3, background } });
  return markMadeByModel(sheet.composite(placed), {}).jpeg({ quality: 88 }).toBuffer();
}

function spread(side: number, count: number): number {
  return side * count + gap * (count - 1);
}
