import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fitPictures } from '../../../src/bots/discord/fit-pictures.ts';
import { made } from './support/accepting-core.ts';
import { startBot } from './support/bot-under-test.ts';
import { noisePicture, smallPicture } from './support/paint.ts';

const mebibyte = 1024 * 1024;

test('what fits stays byte for byte', async () => {
  const pictures = [await smallPicture('#123'), await noisePicture(128)];
  const fitting = await fitPictures(pictures, { fileBytes: mebibyte, totalBytes: 2 * mebibyte });
  expect(fitting).toEqual(pictures);
  expect(fitting[0]).toBe(pictures[0]);
});

test.for([
  ['png', 'image/webp', 'webp'],
  ['jpeg', 'image/jpeg', 'jpeg'],
] as const)('a %s that is too large becomes a smaller %s', async ([format, mediaType, decoded]) => {
  const large = await noisePicture(600, format);
  const fileBytes = 150_000;
  expect(large.bytes.byteLength).toBeGreaterThan(fileBytes);
  const [small] = await fitPictures([large], { fileBytes, totalBytes: mebibyte });
  if (small === undefined) throw new Error('Expected a picture');
  expect(small.bytes.byteLength).toBeLessThanOrEqual(fileBytes);
  expect(small.mediaType).toBe(mediaType);
  expect((await sharp(small.bytes).metadata()).format).toBe(decoded);
});

test('transparency survives', async () => {
  const raw = { width: 300, height: 300, channels: 4 } as const;
  const pixels = Buffer.from(Array.from({ length: 300 * 300 * 4 }, (_, index) => (index * 7919) % 251));
  const bytes = await sharp(pixels, { raw }).png({ compressionLevel: 0 }).toBuffer();
  const [small] = await fitPictures([{ bytes, mediaType: 'image/png' }], {
    fileBytes: 60_000,
    totalBytes: 60_000,
  });
  expect((await sharp(small?.bytes).metadata()).hasAlpha).toBe(true);
});

test('only large pictures give way when all of them together are too large', async () => {
  const small = await smallPicture();
  const pictures = [await noisePicture(400), small, await noisePicture(400), await noisePicture(400)];
  const fitting = await fitPictures(pictures, { fileBytes: mebibyte, totalBytes: 600_000 });
  expect(fitting[1]).toBe(small);
  const total = fitting.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  expect(total).toBeLessThanOrEqual(600_000);
  expect(total).toBeGreaterThan(200_000);
});

test('pictures beyond the limits of the upload arrive all the same, named for what they have become', async () => {
  await using easel = await startBot({
    discord: { attachmentSizeLimitBytes: mebibyte },
    courier: { maxRequestBytes: 3 * mebibyte },
  });
  const { core, courier, discord } = easel;
  const handle = discord
    .person({ name: 'Ada' })
    .slash({ command: 'imagine', options: { prompt: 'x', count: 4 } });
  const pictures = await Promise.all([700, 700, 700, 700].map((side) => noisePicture(side)));
  await courier.deliver(made(await core.acknowledged(), pictures));
  const shown = handle.message()?.visibleAttachments ?? [];
  expect(shown.map(({ filename }) => filename)).toEqual(['x-1.webp', 'x-2.webp', 'x-3.webp', 'x-4.webp']);
  expect(Math.max(...shown.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(mebibyte);
  expect(shown.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(3 * mebibyte);
  expect(handle.message()?.text).toContain('Shrunk to fit');
  expect(discord.violations).toEqual([]);
});

test('a limit that is lower than announced is found by trying', async () => {
  await using easel = await startBot({ discord: { actualAttachmentSizeLimitBytes: 300_000 } });
  const { core, courier, discord } = easel;
  const handle = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await courier.deliver(made(await core.acknowledged(), [await noisePicture(700)]));
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});
