import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { normalisePicture } from '../../../../src/core/pictures/intake/normalise-picture.ts';
import type { NormalisedPicture } from '../../../../src/core/pictures/intake/normalised-picture.ts';
import {
  referenceBounds,
  referenceBudgetBytes,
} from '../../../../src/core/pictures/intake/picture-bounds.ts';
import { noise, picture } from './file-parts.ts';

const bounds = { ...referenceBounds, budgetBytes: referenceBudgetBytes(8) };

async function normalise(bytes: Uint8Array, budgetBytes = bounds.budgetBytes): Promise<NormalisedPicture> {
  const result = await normalisePicture(bytes, { ...bounds, budgetBytes });
  if ('refusal' in result) expect.fail(`refused: ${JSON.stringify(result.refusal)}`);
  return result.picture;
}

/** The colour of a pixel, by its place in parts of the whole. */
async function colourAt(
  { bytes, width, height }: NormalisedPicture,
  x: number,
  y: number,
): Promise<number[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const index = (Math.floor(y * height) * width + Math.floor(x * width)) * info.channels;
  return [...data.subarray(index, index + info.channels)];
}

const corners = {
  upperLeft: [0.1, 0.1],
  upperRight: [0.9, 0.1],
  lowerLeft: [0.1, 0.9],
  lowerRight: [0.9, 0.9],
} as const;
const plain = (colour: { r: number; g: number; b: number }) =>
  sharp({ create: { width: 400, height: 400, channels: 3, background: colour } });

describe('a picture', () => {
  // Where the first stored corner belongs: https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, 4.6.4 A
  test.each([
    [1, 'upperLeft', [600, 400]],
    [2, 'upperRight', [600, 400]],
    [3, 'lowerRight', [600, 400]],
    [4, 'lowerLeft', [600, 400]],
    [5, 'upperLeft', [400, 600]],
    [6, 'upperRight', [400, 600]],
    [7, 'lowerRight', [400, 600]],
    [8, 'lowerLeft', [400, 600]],
  ] as const)('with orientation %i is turned upright', async (orientation, corner, size) => {
    const normal = await normalise(await picture(600, 400).withMetadata({ orientation }).jpeg().toBuffer());
    expect([normal.width, normal.height]).toEqual(size);
    for (const [name, [x, y]] of Object.entries(corners)) {
      const [red = 0] = await colourAt(normal, x, y);
      expect([name, red > 150]).toEqual([name, name === corner]);
    }
  });

  test.each([
    ['a wide gamut', 5, () => plain({ r: 200, g: 100, b: 50 }).withIccProfile('p3').png().toBuffer()],
    [
      'a wide gamut, as JPEG',
      5,
      () => plain({ r: 200, g: 100, b: 50 }).withIccProfile('p3').jpeg().toBuffer(),
    ],
    ['sixteen bits', 5, () => plain({ r: 200, g: 100, b: 50 }).toColourspace('rgb16').png().toBuffer()],
    ['floating point', 5, () => plain({ r: 200, g: 100, b: 50 }).toColourspace('scrgb').tiff().toBuffer()],
    ['Lab', 5, () => plain({ r: 200, g: 100, b: 50 }).toColourspace('lab').tiff().toBuffer()],
    [
      'inks with a profile',
      40,
      () => plain({ r: 200, g: 100, b: 50 }).withIccProfile('cmyk').jpeg().toBuffer(),
    ],
    ['inks without one', 40, () => plain({ r: 200, g: 100, b: 50 }).toColourspace('cmyk').jpeg().toBuffer()],
  ])('with %s keeps its colours, to within %i', async (_, tolerance, make) => {
    const [red = 0, green = 0, blue = 0] = await colourAt(await normalise(await make()), 0.5, 0.5);
    expect(Math.abs(red - 200)).toBeLessThan(tolerance);
    expect(Math.abs(green - 100)).toBeLessThan(tolerance);
    expect(Math.abs(blue - 50)).toBeLessThan(tolerance);
  });

  test.each(['gif', 'webp'] as const)('that moves shows its beginning (%s)', async (format) => {
    const frames = [
      { r: 255, g: 0, b: 0 },
      { r: 0, g: 0, b: 255 },
    ].map((colour) => plain(colour).png().toBuffer());
    const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    const [red = 0, , blue = 0] = await colourAt(await normalise(bytes), 0.5, 0.5);
    expect([red > 200, blue < 50]).toEqual([true, true]);
  });

  test.each([
    ['png', 1_000_000, 'image/png'],
    ['png', 20_000, 'image/webp'],
    ['webp', 1_000_000, 'image/webp'],
  ] as const)('keeps its transparency (%s, %i bytes)', async (format, budgetBytes, mediaType) => {
    const normal = await normalise(await picture(900, 800, 4).toFormat(format).toBuffer(), budgetBytes);
    expect(normal.mediaType).toBe(mediaType);
    const [opaque, half] = [await colourAt(normal, 0.1, 0.1), await colourAt(normal, 0.9, 0.9)];
    expect([opaque[3], Math.abs((half[3] ?? 0) - 128) < 8]).toEqual([255, true]);
  });

  test('that says where it was taken says so no more', async () => {
    const place = 'Secret Hideout 51N';
    const bytes = await picture(600, 400)
      .withExif({ IFD0: { ImageDescription: place } })
      .jpeg()
      .toBuffer();
    expect(bytes.includes(place)).toBe(true);
    expect(Buffer.from((await normalise(bytes)).bytes).includes(place)).toBe(false);
  });

  test('that is normal stays as it is, byte for byte', async () => {
    for (const made of [noise(3000, 2000), picture(500, 500, 4), picture(200, 300)]) {
      const once = await normalise(await made.png({ compressionLevel: 1 }).toBuffer());
      expect(once.wasConverted || once.width === 500).toBe(true);
      const twice = await normalise(once.bytes);
      expect([twice.wasConverted, Buffer.from(once.bytes).equals(twice.bytes)]).toEqual([false, true]);
    }
  });

  test.each([1_400_000, 600_000, 250_000, 60_000])(
    'fits into %i bytes, whatever it takes',
    async (budgetBytes) => {
      const normal = await normalise(await noise(2048, 1500).jpeg({ quality: 95 }).toBuffer(), budgetBytes);
      expect(normal.bytes.byteLength).toBeLessThanOrEqual(budgetBytes);
      expect(normal.height).toBeGreaterThanOrEqual(300);
      expect(Math.abs(normal.width / normal.height - 2048 / 1500)).toBeLessThan(0.02);
    },
  );

  test('that fits no budget at all is refused in words', async () => {
    const bytes = await noise(400, 400).png().toBuffer();
    const result = await normalisePicture(bytes, { ...bounds, budgetBytes: 1000 });
    expect(result).toEqual({
      refusal: { problem: 'too-large-file', byteLength: bytes.byteLength, maxBytes: 1000 },
    });
  });
});
