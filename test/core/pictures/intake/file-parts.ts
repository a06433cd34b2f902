import { crc32, deflateSync } from 'node:zlib';
import type { Sharp } from 'sharp';
import sharp from 'sharp';

/** A picture with detail everywhere and a red upper left corner, by which its way up can be told. */
export function picture(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels);
  const corner = { width: Math.ceil(width / 3), height: Math.ceil(height / 3) };
  for (let y = 0, index = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, index += channels) {
      const isCorner = x < corner.width && y < corner.height;
      data[index] = isCorner ? 230 : 20;
      data[index + 1] = isCorner ? 20 : (x * 3 + y * 7) & 127;
      data[index + 2] = isCorner ? 20 : 120 + ((x * y) & 63);
      if (channels === 4) data[index + 3] = isCorner ? 255 : 128;
    }
  }
  return sharp(data, { raw: { width, height, channels } });
}

/** Pixels that no encoder makes small, the same ones every time. */
export function noise(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels);
  for (let index = 0, state = 1; index < data.byteLength; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[index] = state >>> 24;
  }
  return sharp(data, { raw: { width, height, channels } });
}

export const text = (content: string) => Buffer.from(content, 'latin1');

export const pngSignature = text('\x89PNG\r\n\x1a\n');

export function pngChunk(name: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([text(name), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colour?: number;
  readonly isInterlaced?: boolean;
}

export function pngHeader({ width, height, depth = 8, colour = 2, isInterlaced = false }: PngHeader): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, isInterlaced ? 1 : 0], 8);
  return pngChunk('IHDR', data);
}

/** A PNG of the given scan lines, each with its filter byte in front. */
export function png(header: PngHeader, lines: Uint8Array, ...between: readonly Buffer[]): Buffer {
  return Buffer.concat([
    pngSignature,
    pngHeader(header),
    ...between,
    pngChunk('IDAT', deflateSync(lines)),
    pngChunk('IEND'),
  ]);
}

/** Puts chunks right behind the header of a PNG. */
export function insertChunks(bytes: Buffer, ...chunks: readonly Buffer[]): Buffer {
  const afterHeader = 8 + 25;
  return Buffer.concat([bytes.subarray(0, afterHeader), ...chunks, bytes.subarray(afterHeader)]);
}

export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.byteLength + 2, 2);
  return Buffer.concat([head, data]);
}

/** Puts bytes right behind the first marker of a JPEG. */
export function insertSegments(bytes: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)]);
}

/** The place of a JPEG's marker, from `start` on. */
export function markerAt(bytes: Buffer, marker: number, start = 0): number {
  return bytes.indexOf(Buffer.from([0xff, marker]), start);
}

export function riff(kind: string, ...chunks: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const body = Buffer.concat(
    chunks.map(([name, data]) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(data.byteLength);
      return Buffer.concat([text(name), length, data, Buffer.alloc(data.byteLength % 2)]);
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.byteLength + 4);
  return Buffer.concat([text('RIFF'), length, text(kind), body]);
}

/** A little-endian TIFF with one directory of short or long values. */
export function tiff(
  entries: readonly (readonly [tag: number, value: number])[],
  { data = Buffer.alloc(0), next = 0 }: { readonly data?: Buffer; readonly next?: number } = {},
): Buffer {
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length);
  entries.forEach(([tag, value], index) => {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(4, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  directory.writeUInt32LE(next, directory.byteLength - 4);
  return Buffer.concat([text('II*\0\x08\0\0\0'), directory, data]);
}

export function isoMedia(brand: string, ...compatible: readonly string[]): Buffer {
  const brands = text(`${brand}\0\0\0\0${compatible.join('')}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(brands.byteLength + 8);
  return Buffer.concat([length, text('ftyp'), brands, Buffer.alloc(400)]);
}

/** Writes over bytes of a copy. */
export function patched(bytes: Buffer, at: number, patch: Uint8Array | readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(patch, at);
  return copy;
}
