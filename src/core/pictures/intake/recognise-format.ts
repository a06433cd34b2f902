import { fileTypeFromBuffer } from 'file-type';
import { type PictureRefusal, readableFormats } from './picture-refusal.ts';

/** Formats that are decoded. */
export type ReadableFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff';

/** How people call what the library that recognises files calls otherwise. */
const names: Readonly<Record<string, string>> = {
  heif: 'HEIC',
  heics: 'HEIC',
  jxl: 'JPEG XL',
  jp2: 'JPEG 2000',
  jpx: 'JPEG 2000',
  j2c: 'JPEG 2000',
  jxr: 'JPEG XR',
  cur: 'ICO',
};

/** Tells a file's format from its bytes, whatever it is called, or why it cannot be taken. */
export async function recogniseFormat(bytes: Uint8Array): Promise<ReadableFormat | PictureRefusal> {
  const format = readableFormat(bytes);
  // Raw files of cameras begin as TIFF files do, and hold a thumbnail where a TIFF holds its picture.
  if (format !== undefined && format !== 'tiff') return format;
  const type = await fileTypeFromBuffer(bytes);
  if (format === 'tiff' && (type === undefined || type.mime === 'image/tiff')) return 'tiff';
  const name = type === undefined ? undefined : (names[type.ext] ?? type.ext.toUpperCase());
  if (name !== undefined && type?.mime.startsWith('image/')) return unsupported(name);
  return refusalOfText(bytes) ?? { problem: 'not-a-picture', found: name };
}

function readableFormat(bytes: Uint8Array): ReadableFormat | undefined {
  const start = textAt(bytes, 0, 16);
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^RIFF.{4}WEBP/s.test(start)) return 'webp';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return 'tiff';
  if (start.slice(4, 8) === 'ftyp' && brandsOf(bytes).some((brand) => /^avi[fs]$/.test(brand))) return 'avif';
  return undefined;
}

/** The brands of an ISO media file, the major one first: https://aomediacodec.github.io/av1-avif/#brands */
function brandsOf(bytes: Uint8Array): readonly string[] {
  const { byteLength, buffer, byteOffset } = bytes;
  const boxLength = new DataView(buffer, byteOffset, byteLength).getUint32(0);
  const brands = textAt(bytes, 16, Math.min(boxLength, 256)).match(/.{4}/gs) ?? [];
  return [textAt(bytes, 8, 12), ...brands];
}

function refusalOfText(bytes: Uint8Array): PictureRefusal | undefined {
  const start = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, 4096)).toLowerCase();
  if (/^\s*<(!doctype html|html|head|body)[\s>]/.test(start))
    return { problem: 'not-a-picture', found: 'HTML' };
  if (/^\s*</.test(start) && /<svg[\s>]/.test(start)) return unsupported('SVG');
  return undefined;
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' {
  return first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
}

function unsupported(name: string): PictureRefusal {
  return { problem: 'format-unsupported', name, possible: readableFormats };
}

function textAt(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}
