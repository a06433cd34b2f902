import type { ReadableFormat } from './recognise-format.ts';

/**
 * Whether a file holds what is needed to show one picture and nothing else: no metadata, no colour profile, no preview,
 * no further frame, nothing behind its end. Lists what is allowed, so that what nobody thought of is not.
 */
export function holdsOnlyAPicture(bytes: Uint8Array, format: ReadableFormat): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'jpeg':
      return isPlainJpeg(view);
    case 'png':
      return isPlainPng(view);
    case 'webp':
      return isPlainWebp(view);
    default:
      return false;
  }
}

const jpeg = {
  endOfImage: 0xd9,
  startOfScan: 0xda,
  jfif: 0xe0,
  /** Frames (baseline, extended, progressive), Huffman and quantisation tables, restart interval, Adobe's transform. */
  plain: [0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd, 0xee],
  adobe: 0xee,
} as const;

/** Walks the segments: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B. */
function isPlainJpeg(view: DataView): boolean {
  let position = 2;
  while (position + 4 <= view.byteLength) {
    if (view.getUint8(position) !== 0xff) return false;
    const marker = view.getUint8(position + 1);
    const length = view.getUint16(position + 2);
    if (marker === jpeg.startOfScan) position = endOfScan(view, position + 2 + length);
    else if (isPlainSegment(view, { position, marker, length })) position += 2 + length;
    else return false;
  }
  const isAtEnd = position + 2 === view.byteLength;
  return isAtEnd && view.getUint16(position) === 0xff00 + jpeg.endOfImage;
}

function isPlainSegment(
  view: DataView,
  { position, marker, length }: { position: number; marker: number; length: number },
): boolean {
  // 16 bytes are a JFIF header without a thumbnail, 14 are all that Adobe's segment defines.
  if (marker === jpeg.jfif) return length === 16 && view.getUint32(position + 4) === 0x4a464946;
  if (marker === jpeg.adobe) return length === 14;
  return (jpeg.plain as readonly number[]).includes(marker);
}

/** Where the next marker is that is no escape and no restart. */
function endOfScan(view: DataView, start: number): number {
  let position = start;
  for (; position + 1 < view.byteLength; position += 1) {
    if (view.getUint8(position) !== 0xff) continue;
    const next = view.getUint8(position + 1);
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isData) break;
  }
  return position;
}

const plainPngChunks = 'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB bKGD pHYs sBIT'.split(' ');

/** Walks the chunks: https://www.w3.org/TR/png-3/#5Chunk-layout */
function isPlainPng(view: DataView): boolean {
  let position = 8;
  while (position + 12 <= view.byteLength) {
    const name = fourCharacters(view, position + 4);
    if (!plainPngChunks.includes(name)) return false;
    position += 12 + view.getUint32(position);
    if (name === 'IEND') return position === view.byteLength;
  }
  return false;
}

/** Walks the chunks: https://developers.google.com/speed/webp/docs/riff_container */
function isPlainWebp(view: DataView): boolean {
  if (view.getUint32(4, true) + 8 !== view.byteLength) return false;
  let pictures = 0;
  let position = 12;
  while (position + 8 <= view.byteLength) {
    const name = fourCharacters(view, position);
    const length = view.getUint32(position + 4, true);
    if (name === 'VP8 ' || name === 'VP8L') pictures += 1;
    else if (name === 'VP8X' ? !isPlainExtension(view, position + 8) : name !== 'ALPH') return false;
    position += 8 + length + (length % 2);
  }
  return position === view.byteLength && pictures === 1;
}

/** The extended header may announce transparency and nothing else. */
function isPlainExtension(view: DataView, position: number): boolean {
  const transparency = 0x10;
  return position < view.byteLength && (view.getUint8(position) & ~transparency) === 0;
}

function fourCharacters(view: DataView, position: number): string {
  return String.fromCharCode(...Array.from({ length: 4 }, (_, index) => view.getUint8(position + index)));
}
