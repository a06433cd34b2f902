import type { Sharp } from 'sharp';
import sharp from 'sharp';
import type { CorpusEntry } from './corpus-entry.ts';
import {
  insertChunks,
  insertSegments,
  jpegSegment,
  noise,
  picture,
  png,
  pngChunk,
  text,
} from './file-parts.ts';

const [width, height] = [640, 480];
const size = [width, height] as const;
const jpeg = { mediaType: 'image/jpeg', size } as const;
const lossless = { mediaType: 'image/png', size } as const;
const gps = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' }, IFD0: { Make: 'Camera' } };
const base = () => picture(width, height);

async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all([base(), base().negate()].map((frame) => frame.png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

/** The picture with a map of what shines, as phones write it. */
function withGainMap(): Promise<Buffer> {
  // The library's types do not know this method of it yet.
  return (base().jpeg() as Sharp & { withGainMap(): Sharp }).withGainMap().toBuffer();
}

async function animatedPng(): Promise<Buffer> {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2);
  const frame = Buffer.alloc(26);
  frame.writeUInt32BE(width, 4);
  frame.writeUInt32BE(height, 8);
  return insertChunks(await base().png().toBuffer(), pngChunk('acTL', control), pngChunk('fcTL', frame));
}

/** Files as cameras, phones, editors and screens make them. */
export const soundPictures: readonly CorpusEntry[] = [
  // Nothing to do
  { name: 'a plain JPEG', make: () => base().jpeg().toBuffer(), expected: { ...jpeg, asIs: true } },
  {
    name: 'a progressive JPEG',
    make: () => base().jpeg({ progressive: true }).toBuffer(),
    expected: { ...jpeg, asIs: true },
  },
  {
    name: 'a grey JPEG',
    make: () => base().toColourspace('b-w').jpeg().toBuffer(),
    expected: { ...jpeg, asIs: true },
  },
  { name: 'a plain PNG', make: () => base().png().toBuffer(), expected: { ...lossless, asIs: true } },
  {
    name: 'a palette PNG',
    make: () => base().png({ palette: true }).toBuffer(),
    expected: { ...lossless, asIs: true },
  },
  {
    name: 'an interlaced PNG',
    make: () => base().png({ progressive: true }).toBuffer(),
    expected: { ...lossless, asIs: true },
  },
  {
    name: 'a transparent PNG',
    make: () => picture(width, height, 4).png().toBuffer(),
    expected: { ...lossless, asIs: true },
  },
  {
    name: 'a plain WEBP',
    make: () => base().webp().toBuffer(),
    expected: { mediaType: 'image/webp', size, asIs: true },
  },
  {
    name: 'a lossless WEBP',
    make: () => base().webp({ lossless: true }).toBuffer(),
    expected: { mediaType: 'image/webp', size, asIs: true },
  },
  {
    name: 'a transparent WEBP',
    make: () => picture(width, height, 4).webp().toBuffer(),
    expected: { mediaType: 'image/webp', size, asIs: true },
  },
  {
    name: 'the smallest size',
    make: () => picture(300, 300).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [300, 300], asIs: true },
  },
  {
    name: 'the largest size',
    make: () => picture(2048, 2048).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [2048, 2048], asIs: true },
  },
  {
    name: 'the narrowest size',
    make: () => picture(300, 2048).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [300, 2048], asIs: true },
  },
  // Other formats
  { name: 'a GIF', make: () => base().gif().toBuffer(), expected: lossless },
  { name: 'an animated GIF', make: () => animated('gif'), expected: { ...lossless, wasAnimated: true } },
  { name: 'an animated WEBP', make: () => animated('webp'), expected: { ...jpeg, wasAnimated: true } },
  { name: 'an animated PNG', make: animatedPng, expected: lossless },
  { name: 'an AVIF', make: () => base().avif({ effort: 0 }).toBuffer(), expected: jpeg },
  { name: 'a 10-bit AVIF', make: () => base().avif({ effort: 0, bitdepth: 10 }).toBuffer(), expected: jpeg },
  {
    name: 'a transparent AVIF',
    make: () => picture(width, height, 4).avif({ effort: 0 }).toBuffer(),
    expected: lossless,
  },
  ...(['none', 'lzw', 'deflate', 'jpeg', 'packbits'] as const).map((compression) => ({
    name: `a TIFF, ${compression}`,
    make: () => base().tiff({ compression }).toBuffer(),
    expected: jpeg,
  })),
  {
    name: 'a tiled pyramid TIFF',
    make: () => base().tiff({ tile: true, pyramid: true }).toBuffer(),
    expected: jpeg,
  },
  { name: 'a BigTIFF', make: () => base().tiff({ bigtiff: true }).toBuffer(), expected: jpeg },
  {
    name: 'a TIFF of one bit',
    make: () => base().toColourspace('b-w').tiff({ bitdepth: 1 }).toBuffer(),
    expected: jpeg,
  },
  { name: 'a CMYK TIFF', make: () => base().toColourspace('cmyk').tiff().toBuffer(), expected: jpeg },
  { name: 'a Lab TIFF', make: () => base().toColourspace('lab').tiff().toBuffer(), expected: jpeg },
  { name: 'a 16-bit TIFF', make: () => base().toColourspace('rgb16').tiff().toBuffer(), expected: jpeg },
  {
    name: 'a TIFF of floating point',
    make: () => base().toColourspace('scrgb').tiff().toBuffer(),
    expected: jpeg,
  },
  // Colours and depths
  { name: 'a CMYK JPEG', make: () => base().toColourspace('cmyk').jpeg().toBuffer(), expected: jpeg },
  {
    name: 'a CMYK JPEG with a profile',
    make: () => base().withIccProfile('cmyk').jpeg().toBuffer(),
    expected: jpeg,
  },
  { name: 'a Display P3 JPEG', make: () => base().withIccProfile('p3').jpeg().toBuffer(), expected: jpeg },
  { name: 'a Display P3 PNG', make: () => base().withIccProfile('p3').png().toBuffer(), expected: lossless },
  { name: 'a 16-bit PNG', make: () => base().toColourspace('rgb16').png().toBuffer(), expected: lossless },
  {
    name: 'a 16-bit transparent PNG',
    make: () => picture(width, height, 4).toColourspace('rgb16').png().toBuffer(),
    expected: lossless,
  },
  {
    name: 'a PNG of one bit',
    make: () => png({ width, height, depth: 1, colour: 0 }, Buffer.alloc((width / 8 + 1) * height, 0)),
    expected: { ...lossless, asIs: true },
  },
  {
    name: 'a grey PNG with an alpha channel',
    make: () => png({ width, height, colour: 4 }, Buffer.alloc((width * 2 + 1) * height)),
    expected: { ...lossless, asIs: true },
  },
  {
    name: 'a PNG with an alpha channel that hides nothing',
    make: () => base().ensureAlpha().withXmp('<x/>').png().toBuffer(),
    expected: lossless,
  },
  {
    name: 'a JPEG with a profile that is none',
    make: async () =>
      insertSegments(
        await base().jpeg().toBuffer(),
        jpegSegment(0xe2, text('ICC_PROFILE\0\x01\x01nonsense')),
      ),
    expected: jpeg,
  },
  { name: 'an Ultra HDR JPEG', make: withGainMap, expected: jpeg },
  // What must not be handed on
  {
    name: 'a JPEG that says where it was taken',
    make: () => base().withExif(gps).jpeg().toBuffer(),
    expected: jpeg,
  },
  {
    name: 'a PNG that says where it was taken',
    make: () => base().withExif(gps).png().toBuffer(),
    expected: lossless,
  },
  {
    name: 'a WEBP that says where it was taken',
    make: () => base().withExif(gps).webp().toBuffer(),
    expected: jpeg,
  },
  {
    name: 'a TIFF that says where it was taken',
    make: () => base().withExif(gps).tiff().toBuffer(),
    expected: jpeg,
  },
  {
    name: 'an AVIF that says where it was taken',
    make: () => base().withExif(gps).avif({ effort: 0 }).toBuffer(),
    expected: jpeg,
  },
  {
    name: 'a JPEG with XMP',
    make: () => base().withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').jpeg().toBuffer(),
    expected: jpeg,
  },
  {
    name: 'a JPEG with a comment',
    make: async () =>
      insertSegments(await base().jpeg().toBuffer(), jpegSegment(0xfe, text('call 555-0100'))),
    expected: jpeg,
  },
  {
    name: 'a JPEG with provenance',
    make: async () => insertSegments(await base().jpeg().toBuffer(), jpegSegment(0xeb, text('JP\0\x01jumb'))),
    expected: jpeg,
  },
  {
    name: 'a JPEG with a preview in its header',
    make: async () =>
      insertSegments(
        await base().jpeg().toBuffer(),
        jpegSegment(0xe0, Buffer.concat([text('JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02'), Buffer.alloc(12)])),
      ),
    expected: jpeg,
  },
  ...(['tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'] as const).map((chunk) => ({
    name: `a PNG with ${chunk}`,
    make: async () => insertChunks(await base().png().toBuffer(), pngChunk(chunk, text('Comment\0call me'))),
    expected: lossless,
  })),
  // Sizes
  {
    name: 'a photo of 12 megapixels',
    make: () => picture(4000, 3000).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [2048, 1536] },
  },
  {
    name: 'a photo of 50 megapixels',
    make: () => picture(8160, 6120).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [2048, 1536] },
  },
  {
    name: 'a panorama',
    make: () => picture(6000, 900).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [2048, 307] },
  },
  {
    name: 'a picture of half the smallest size',
    make: () => picture(150, 200).jpeg().toBuffer(),
    expected: { mediaType: 'image/jpeg', size: [300, 400] },
  },
  {
    name: 'noise that fits no budget losslessly',
    make: () => noise(2048, 2048).png({ compressionLevel: 0 }).toBuffer(),
    expected: { mediaType: 'image/jpeg' },
  },
  {
    name: 'transparent noise',
    make: () => noise(2048, 2000, 4).png({ compressionLevel: 0 }).toBuffer(),
    expected: { mediaType: 'image/webp' },
  },
  {
    name: 'narrow noise',
    make: () => noise(300, 2048).png().toBuffer(),
    expected: { mediaType: 'image/jpeg' },
  },
  // Two files in one
  {
    name: 'a JPEG and a ZIP',
    make: async () => Buffer.concat([await base().jpeg().toBuffer(), text('PK\x03\x04'), Buffer.alloc(200)]),
    expected: jpeg,
  },
  {
    name: 'two JPEGs, as some cameras write them',
    make: async () => Buffer.concat([await base().jpeg().toBuffer(), await base().jpeg().toBuffer()]),
    expected: jpeg,
  },
  {
    name: 'a JPEG and a film, as phones write them',
    make: async () =>
      Buffer.concat([await base().jpeg().toBuffer(), text('\0\0\0\x18ftypmp42'), Buffer.alloc(5000)]),
    expected: jpeg,
  },
  {
    name: 'a PNG and a script',
    make: async () => Buffer.concat([await base().png().toBuffer(), text('<?php system($_GET[0]); ?>')]),
    expected: lossless,
  },
  {
    name: 'a WEBP and HTML',
    make: async () => Buffer.concat([await base().webp().toBuffer(), text('<script>alert(1)</script>')]),
    expected: jpeg,
  },
  {
    name: 'a GIF and an archive',
    make: async () => Buffer.concat([await base().gif().toBuffer(), text('PK\x03\x04'), Buffer.alloc(200)]),
    expected: lossless,
  },
  {
    name: 'a JPEG with HTML in a comment',
    make: async () =>
      insertSegments(await base().jpeg().toBuffer(), jpegSegment(0xfe, text('<script>alert(1)</script>'))),
    expected: jpeg,
  },
];
