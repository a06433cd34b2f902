import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restrictDecoders } from '../../../../src/core/pictures/intake/restrict-decoders.ts';
import { picture, text } from './file-parts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-decoders-'));
  restrictDecoders();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const formats = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const;

describe('once decoders are restricted', () => {
  test.each(formats)('%s is read from memory', async (format) => {
    const bytes = await picture(32, 32).toFormat(format).toBuffer();
    expect((await sharp(bytes).raw().toBuffer({ resolveWithObject: true })).info.width).toBe(32);
  });

  test.each(formats)('%s is not read from a file', async (format) => {
    const path = join(folder, `picture.${format}`);
    await writeFile(path, await picture(32, 32).toFormat(format).toBuffer());
    await expect(sharp(path).raw().toBuffer()).rejects.toThrow();
  });

  test.each([
    [
      'SVG',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    ],
    ['PNM', `P5 9 9 255\n${'a'.repeat(81)}`],
    ['Radiance', `#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\nabcd`],
  ])('%s is not read at all', async (_, content) => {
    await expect(sharp(text(content)).raw().toBuffer()).rejects.toThrow();
  });
});
