import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { CorpusEntry, Expected } from './corpus-entry.ts';
import {
  insertChunks,
  insertSegments,
  isoMedia,
  jpegSegment,
  markerAt,
  noise,
  patched,
  picture,
  png,
  pngChunk,
  pngHeader,
  pngSignature,
  riff,
  text,
  tiff,
} from './file-parts.ts';

const [width, height] = [640, 480];
const base = () => picture(width, height);
const broken = { problem: 'broken' } as const;
const notAPicture = { problem: 'not-a-picture' } as const;
const tooManyPixels = { problem: 'too-many-pixels' } as const;
const unsupported = (name: string): Expected => ({ problem: 'format-unsupported', name });
const either = 'picture or refusal';
const lines = (bytesPerLine: number, count: number) => Buffer.alloc((bytesPerLine + 1) * count);
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="640" height="480">' +
  '<image width="640" height="480" xlink:href="file:///etc/passwd"/></svg>';

const formats = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const;
const encoded = (format: (typeof formats)[number]) =>
  format === 'avif' ? base().avif({ effort: 0 }).toBuffer() : base().toFormat(format).toBuffer();

/** Files that end early, at several places of each format. */
const truncated: readonly CorpusEntry[] = formats.flatMap((format) =>
  [0.02, 0.5, 0.97].map((part) => ({
    name: `${Math.round(part * 100)} % of a ${format}`,
    make: async () => {
      const bytes = await encoded(format);
      return bytes.subarray(0, Math.floor(bytes.byteLength * part));
    },
    expected: broken,
  })),
);

/** Files with a bit of nonsense in the middle; a decoder may or may not see it. */
const scribbled: readonly CorpusEntry[] = formats.map((format) => ({
  name: `a ${format} with nonsense in the middle`,
  make: async () => {
    const bytes = await encoded(format);
    return patched(bytes, Math.floor(bytes.byteLength / 2), Buffer.alloc(64, 0xa5));
  },
  expected: either,
}));

const damaged: readonly CorpusEntry[] = [
  { name: 'the first bytes of a JPEG', make: () => Buffer.from([0xff, 0xd8, 0xff]), expected: broken },
  {
    name: 'a JPEG without its end',
    make: async () => (await base().jpeg().toBuffer()).subarray(0, -2),
    expected: either,
  },
  {
    name: 'a JPEG without Huffman tables',
    make: async () => {
      const bytes = await base().jpeg().toBuffer();
      return patched(bytes, markerAt(bytes, 0xc4) + 1, [0xef]);
    },
    expected: either,
  },
  {
    name: 'a JPEG without a side',
    make: async () => {
      const bytes = await base().jpeg().toBuffer();
      return patched(bytes, markerAt(bytes, 0xc0) + 5, [0, 0, 0, 0]);
    },
    expected: broken,
  },
  {
    name: 'a JPEG that claims to be higher',
    make: async () => {
      const bytes = await base().jpeg().toBuffer();
      return patched(bytes, markerAt(bytes, 0xc0) + 5, [0x08, 0]);
    },
    expected: { mediaType: 'image/jpeg', size: [640, 2048] },
  },
  {
    name: 'a JPEG with a segment beyond its end',
    make: async () => insertSegments(await base().jpeg().toBuffer(), Buffer.from([0xff, 0xe5, 0xff, 0xff])),
    expected: broken,
  },
  {
    name: 'a JPEG with an orientation that is none',
    make: async () =>
      insertSegments(
        await base().jpeg().toBuffer(),
        jpegSegment(0xe1, Buffer.concat([text('Exif\0\0'), tiff([[0x112, 77]])])),
      ),
    expected: either,
  },
  {
    name: 'a JPEG with Exif in a circle',
    make: async () =>
      insertSegments(
        await base().jpeg().toBuffer(),
        jpegSegment(0xe1, Buffer.concat([text('Exif\0\0'), tiff([[0x8769, 8]], { next: 8 })])),
      ),
    expected: { mediaType: 'image/jpeg', size: [width, height] },
  },
  { name: 'the signature of a PNG', make: () => pngSignature, expected: broken },
  {
    name: 'a PNG without its end',
    make: async () => (await base().png().toBuffer()).subarray(0, -12),
    expected: either,
  },
  {
    name: 'a PNG without pixels',
    make: () => Buffer.concat([pngSignature, pngHeader({ width, height }), pngChunk('IEND')]),
    expected: broken,
  },
  {
    name: 'a PNG with fewer lines than it says',
    make: () => png({ width, height }, lines(width * 3, 100)),
    expected: broken,
  },
  { name: 'a PNG without a side', make: () => png({ width: 0, height }, lines(0, height)), expected: broken },
  {
    name: 'a PNG with a negative side',
    make: () => png({ width: 0xffffffff, height }, lines(0, height)),
    expected: broken,
  },
  {
    name: 'a PNG with a filter that is none',
    make: () => png({ width, height }, lines(width * 3, height).fill(9)),
    expected: broken,
  },
  {
    name: 'a PNG with a depth that is none',
    make: () => png({ width, height, depth: 7 }, lines(width * 3, height)),
    expected: broken,
  },
  {
    name: 'a PNG of a palette without one',
    make: () => png({ width, height, colour: 3 }, lines(width, height)),
    expected: broken,
  },
  {
    name: 'a PNG with a wrong checksum',
    make: async () => {
      const bytes = await base().png().toBuffer();
      return patched(bytes, bytes.indexOf('IDAT') + 100, [1, 2, 3, 4]);
    },
    expected: broken,
  },
  {
    name: 'a PNG with pixels that are not deflated',
    make: () =>
      Buffer.concat([
        pngSignature,
        pngHeader({ width, height }),
        pngChunk('IDAT', text('no zlib')),
        pngChunk('IEND'),
      ]),
    expected: broken,
  },
  {
    name: 'a WEBP that claims to be longer',
    make: async () => patched(await base().webp().toBuffer(), 4, [0xff, 0xff, 0xff, 0x7f]),
    expected: broken,
  },
  { name: 'a WEBP of nothing', make: () => riff('WEBP'), expected: broken },
  {
    name: 'a WEBP of nonsense',
    make: () => riff('WEBP', ['VP8L', text('\x2fnonsense and more nonsense')]),
    expected: either,
  },
  { name: 'a GIF without frames', make: () => text('GIF89a\x80\x02\xe0\x01\0\0\0;'), expected: broken },
  {
    name: 'a GIF with an endless code',
    make: () =>
      Buffer.concat([
        text('GIF89a\x80\x02\xe0\x01\0\0\0,\0\0\0\0\x80\x02\xe0\x01\0\x0c\xff'),
        Buffer.alloc(255, 0xff),
        text('\0;'),
      ]),
    expected: either,
  },
  { name: 'an AVIF of nothing', make: () => isoMedia('avif', 'mif1', 'miaf'), expected: broken },
  {
    name: 'a TIFF in a circle',
    make: () =>
      tiff(
        [
          [256, width],
          [257, height],
        ],
        { next: 8 },
      ),
    expected: broken,
  },
  {
    name: 'a TIFF with pixels outside of the file',
    make: () =>
      tiff([
        [256, width],
        [257, height],
        [258, 8],
        [259, 1],
        [262, 1],
        [273, 4_000_000_000],
        [277, 1],
        [278, height],
        [279, width * height],
      ]),
    expected: broken,
  },
  {
    name: 'a TIFF with tiles of a gigabyte',
    make: () =>
      tiff([
        [256, width],
        [257, height],
        [258, 8],
        [259, 1],
        [262, 1],
        [277, 1],
        [322, 32_768],
        [323, 32_768],
        [324, 8],
        [325, 100],
      ]),
    expected: broken,
  },
  {
    name: 'a TIFF with a directory outside of the file',
    make: () => text('II*\0\xff\xff\xff\x7f'),
    expected: broken,
  },
];

const bombs: readonly CorpusEntry[] = [
  {
    name: 'a PNG of 900 megapixels in a few bytes',
    make: () => png({ width: 30_000, height: 30_000, depth: 1, colour: 0 }, Buffer.alloc(1000)),
    expected: tooManyPixels,
  },
  {
    name: 'a PNG of 64 megapixels that unpacks to 256 MB',
    make: () => png({ width: 8000, height: 8000, colour: 6 }, lines(32_000, 8000)),
    expected: { mediaType: 'image/png', size: [2048, 2048] },
  },
  {
    name: 'an interlaced 16-bit PNG of 60 megapixels without pixels',
    make: () =>
      png({ width: 8000, height: 7500, depth: 16, colour: 6, isInterlaced: true }, Buffer.alloc(1000)),
    expected: broken,
  },
  {
    name: 'a PNG whose text unpacks to 200 MB',
    make: async () =>
      insertChunks(
        await base().png().toBuffer(),
        pngChunk('zTXt', Buffer.concat([text('Comment\0\0'), deflateSync(Buffer.alloc(200_000_000))])),
      ),
    expected: either,
  },
  {
    name: 'a PNG whose profile unpacks to 200 MB',
    make: async () =>
      insertChunks(
        await base().png().toBuffer(),
        pngChunk('iCCP', Buffer.concat([text('profile\0\0'), deflateSync(Buffer.alloc(200_000_000))])),
      ),
    expected: either,
  },
  {
    name: 'a PNG with a hundred thousand chunks',
    make: async () =>
      insertChunks(
        await base().png().toBuffer(),
        ...Array.from({ length: 100_000 }, () => pngChunk('tEXt', text('a\0b'))),
      ),
    expected: either,
  },
  {
    name: 'a GIF of four gigapixels',
    make: () => text('GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x01\x44\0;'),
    expected: { problem: 'too-many-pixels' },
  },
  {
    name: 'a GIF of fifty thousand frames',
    make: () =>
      Buffer.concat([
        text('GIF89a\x80\x02\xe0\x01\x80\0\0\0\0\0\xff\xff\xff'),
        ...Array.from({ length: 50_000 }, () => text(',\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0')),
        text(';'),
      ]),
    expected: either,
  },
  {
    name: 'a JPEG of four gigapixels',
    make: async () => {
      const bytes = await base().jpeg().toBuffer();
      return patched(bytes, markerAt(bytes, 0xc0) + 5, [0xff, 0xdc, 0xff, 0xdc]);
    },
    expected: tooManyPixels,
  },
  { name: 'a JPEG with five hundred scans', make: manyScans, expected: either },
  {
    name: 'a WEBP of 268 megapixels',
    make: () =>
      riff(
        'WEBP',
        ['VP8X', Buffer.from([0, 0, 0, 0, 0xfe, 0x3f, 0, 0xfe, 0x3f, 0])],
        ['VP8 ', Buffer.alloc(100)],
      ),
    expected: either,
  },
  {
    name: 'a TIFF of four gigapixels',
    make: () =>
      tiff([
        [256, 65_000],
        [257, 65_000],
        [258, 1],
        [259, 1],
        [262, 1],
        [273, 8],
        [277, 1],
        [278, 65_000],
        [279, 100],
      ]),
    expected: tooManyPixels,
  },
  {
    name: 'a file that is too large',
    make: () => Buffer.concat([pngSignature, Buffer.alloc(20_000_000)]),
    expected: { problem: 'too-large-file' },
  },
  {
    name: 'a photo that is too large',
    make: () => noise(3000, 2500).png({ compressionLevel: 0 }).toBuffer(),
    expected: { problem: 'too-large-file' },
  },
];

/** Each scan of a progressive JPEG makes the decoder visit every pixel again, for a few bytes. */
async function manyScans(): Promise<Buffer> {
  const flat = sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#888' } });
  const bytes = await flat.jpeg({ progressive: true }).toBuffer();
  const scan = bytes.subarray(bytes.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
  return Buffer.concat([
    bytes.subarray(0, -2),
    ...Array.from({ length: 500 }, () => scan),
    bytes.subarray(-2),
  ]);
}

const sizes: readonly CorpusEntry[] = [
  { name: 'one pixel', make: () => picture(1, 1).png().toBuffer(), expected: { problem: 'too-small' } },
  { name: 'an icon', make: () => picture(64, 64).png().toBuffer(), expected: { problem: 'too-small' } },
  {
    name: 'just less than half the smallest size',
    make: () => picture(149, 400).jpeg().toBuffer(),
    expected: { problem: 'too-small' },
  },
  { name: 'a strip', make: () => picture(2400, 200).jpeg().toBuffer(), expected: { problem: 'too-narrow' } },
  { name: 'a line', make: () => picture(1, 10_000).png().toBuffer(), expected: { problem: 'too-narrow' } },
];

const disguised: readonly CorpusEntry[] = [
  { name: 'nothing', make: () => Buffer.alloc(0), expected: { problem: 'empty' } },
  { name: 'one byte', make: () => Buffer.from([0xff]), expected: notAPicture },
  { name: 'a kilobyte of zeros', make: () => Buffer.alloc(1024), expected: notAPicture },
  { name: 'random bytes', make: () => noise(64, 64).raw().toBuffer(), expected: notAPicture },
  { name: 'words', make: () => text('not a picture at all'), expected: notAPicture },
  { name: 'JSON', make: () => text('{"error":"file not found"}'), expected: notAPicture },
  {
    name: 'an HTML page',
    make: () => text('<!DOCTYPE html><html><svg></svg></html>'),
    expected: { ...notAPicture, name: 'HTML' },
  },
  { name: 'a PDF', make: () => text('%PDF-1.7\n%âãÏÓ\n'), expected: { ...notAPicture, name: 'PDF' } },
  {
    name: 'a ZIP',
    make: () => Buffer.concat([text('PK\x03\x04\x14\0\0\0\0\0'), Buffer.alloc(100)]),
    expected: { ...notAPicture, name: 'ZIP' },
  },
  { name: 'a film', make: () => isoMedia('isom', 'mp42'), expected: { ...notAPicture, name: 'MP4' } },
  {
    name: 'a program',
    make: () => Buffer.concat([text('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]),
    expected: notAPicture,
  },
  {
    name: 'a sound',
    make: () => riff('WAVE', ['fmt ', Buffer.alloc(16)], ['data', Buffer.alloc(100)]),
    expected: notAPicture,
  },
  { name: 'an SVG', make: () => text(svg), expected: unsupported('SVG') },
  {
    name: 'an SVG with a declaration',
    make: () => text(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`),
    expected: unsupported('SVG'),
  },
  {
    name: 'an SVG with a byte order mark',
    make: () => Buffer.from(`\ufeff${svg}`),
    expected: unsupported('SVG'),
  },
  {
    name: 'an SVG in UTF-16',
    make: () => Buffer.from(`\ufeff${svg}`, 'utf16le'),
    expected: unsupported('SVG'),
  },
  { name: 'a packed SVG', make: () => gzipSync(svg), expected: notAPicture },
  {
    name: 'a GIF that is a script',
    make: () => text('GIF89a/*<svg/onload=alert(1)>*/=1;'),
    expected: broken,
  },
  {
    name: 'a PNG that is HTML',
    make: () => Buffer.concat([pngSignature, text('<html><script>alert(1)</script>')]),
    expected: broken,
  },
  {
    name: 'a JPEG that is an SVG',
    make: () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), text(svg)]),
    expected: broken,
  },
  { name: 'a WEBP that is a PDF', make: () => riff('WEBP', ['%PDF', text('-1.7')]), expected: broken },
  {
    name: 'a BMP',
    make: () => Buffer.concat([text('BM'), Buffer.alloc(52, 1), Buffer.alloc(300)]),
    expected: unsupported('BMP'),
  },
  {
    name: 'an icon file',
    make: () => Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 32, 32]), Buffer.alloc(100)]),
    expected: unsupported('ICO'),
  },
  {
    name: 'a Photoshop file',
    make: () => Buffer.concat([text('8BPS\0\x01'), Buffer.alloc(100)]),
    expected: unsupported('PSD'),
  },
  {
    name: 'a HEIC, as iPhones write it',
    make: () => isoMedia('heic', 'mif1', 'heic'),
    expected: unsupported('HEIC'),
  },
  { name: 'a HEIF', make: () => isoMedia('mif1', 'mif1', 'heic'), expected: unsupported('HEIC') },
  {
    name: 'a JPEG XL',
    make: () => Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(100)]),
    expected: unsupported('JPEG XL'),
  },
  {
    name: 'a JPEG 2000',
    make: () => Buffer.concat([text('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 '), Buffer.alloc(100)]),
    expected: unsupported('JPEG 2000'),
  },
  {
    name: 'a raw photo of a Canon',
    make: () => Buffer.concat([text('II*\0\x10\0\0\0CR\x02\0'), Buffer.alloc(100)]),
    expected: unsupported('CR2'),
  },
  {
    name: 'a PNM',
    make: () => Buffer.concat([text('P6 64 64 255\n'), Buffer.alloc(64 * 64 * 3)]),
    expected: notAPicture,
  },
  {
    name: 'a Radiance picture',
    make: () => text('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 64 +X 64\n'),
    expected: notAPicture,
  },
  {
    name: 'a FITS picture',
    make: () => text('SIMPLE  =                    T'.padEnd(2880)),
    expected: notAPicture,
  },
  {
    name: 'a file of the library itself',
    make: () => Buffer.concat([Buffer.from([0x08, 0xf2, 0xa6, 0xb6]), Buffer.alloc(100)]),
    expected: notAPicture,
  },
  {
    name: 'a drawing script',
    make: () => text('push graphic-context\nimage over 0,0 0,0 "|id"\npop graphic-context'),
    expected: notAPicture,
  },
  { name: 'PostScript', make: () => text('%!PS\n(/etc/passwd) (r) file\n'), expected: notAPicture },
  {
    name: 'a playlist',
    make: () => text('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'),
    expected: notAPicture,
  },
];

/** Files that are damaged, hostile, too much, too little, or something else altogether. */
export const unsoundFiles: readonly CorpusEntry[] = [
  ...truncated,
  ...scribbled,
  ...damaged,
  ...bombs,
  ...sizes,
  ...disguised,
];
