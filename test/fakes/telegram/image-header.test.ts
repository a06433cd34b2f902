import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readImageHeader } from './image-header.ts';
import { pngOf } from './png-of.ts';

const drawing = (channels: 3 | 4) =>
  sharp({ create: { width: 123, height: 45, channels, background: { r: 9, g: 99, b: 199, alpha: 0.5 } } });

test.each([
  ['png', () => drawing(4).png()],
  ['jpeg', () => drawing(3).jpeg()],
  [
    'jpeg',
    () =>
      drawing(3)
        .jpeg({ progressive: true })
        .withExif({ IFD0: { Copyright: 'nobody' } }),
  ],
  ['webp', () => drawing(3).webp()],
  ['webp', () => drawing(4).webp()],
  ['webp', () => drawing(4).webp({ lossless: true })],
  ['gif', () => drawing(3).gif()],
] as const)('reads a %s (%#)', async (format, draw) => {
  expect(readImageHeader(await draw().toBuffer())).toEqual({ format, width: 123, height: 45 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('hello, this is a text and no picture at all')],
  ['half a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['half a WEBP', Buffer.from('RIFF    WEBPVP8 ')],
])('%s is no picture', (_name, bytes) => {
  expect(readImageHeader(bytes)).toBeUndefined();
});

test('the pictures that tests make are sound', async () => {
  const { data, info } = await sharp(pngOf({ width: 7, height: 5, color: [1, 2, 3] }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 7, height: 5, channels: 3 });
  expect([...data.subarray(0, 6)]).toEqual([1, 2, 3, 1, 2, 3]);
});
