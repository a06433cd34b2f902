import { memoryUsage } from 'node:process';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { holdsOnlyAPicture } from '../../../../src/core/pictures/intake/holds-only-a-picture.ts';
import type { NormalisedPicture } from '../../../../src/core/pictures/intake/normalised-picture.ts';
import {
  referenceBounds,
  referenceBudgetBytes,
} from '../../../../src/core/pictures/intake/picture-bounds.ts';
import { PictureIntake, type PictureReading } from '../../../../src/core/pictures/intake/picture-intake.ts';
import type { PictureRefusal } from '../../../../src/core/pictures/intake/picture-refusal.ts';
import type { CorpusEntry, Expected } from './corpus-entry.ts';
import { soundPictures } from './sound-pictures.ts';
import { unsoundFiles } from './unsound-files.ts';

const bounds = { ...referenceBounds, budgetBytes: referenceBudgetBytes(8) };
const corpus: readonly CorpusEntry[] = [...soundPictures, ...unsoundFiles];
const readings: PictureReading[] = [];
const intake = new PictureIntake({ concurrency: 1, onRead: (reading) => readings.push(reading) });
const heldAtStart = memoryUsage.rss();

afterAll(async () => {
  await intake.stop();
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const peak = Math.max(...readings.map(({ memory }) => memory.peakBytes));
  const last = readings.at(-1)?.memory.heldBytes ?? 0;
  const report = [
    `${corpus.length} odd files`,
    `the reading process held ${megabytes(peak)} at most, ${megabytes(last)} at the end`,
    `this process held ${megabytes(heldAtStart)} before and ${megabytes(memoryUsage.rss())} after`,
  ];
  // biome-ignore lint/suspicious/noConsole: the figures are what this file is for, besides its assertions
  console.info(report.join('; '));
});

describe('an odd file', () => {
  test.each(corpus)('$name', async ({ make, expected }) => {
    const bytes = await make();
    const readBefore = readings.length;
    const result = await intake.takeIn(bytes, { bounds });
    // Read once and to the end: no file crashed a process, or was given up.
    const isRead = bytes.byteLength > 0 && bytes.byteLength <= bounds.maxFileBytes;
    expect(readings.length - readBefore).toBe(isRead ? 1 : 0);
    if ('refusal' in result) expectRefusal(result.refusal, expected);
    else {
      expectPicture(result.picture, expected);
      expect(Buffer.from(bytes).equals(result.picture.bytes)).toBe(!result.picture.wasConverted);
      await expectNormal(result.picture);
    }
  });

  test('has a name of its own', () => {
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
    expect(corpus.length).toBeGreaterThan(80);
  });

  test('takes no more memory than a large picture', () => {
    // Twice the 64 megapixels of four bytes that may be decoded, and the library itself.
    for (const { memory } of readings) expect(memory.peakBytes).toBeLessThan(700_000_000);
  });
});

function expectRefusal(refusal: PictureRefusal, expected: Expected): void {
  if (expected === 'picture or refusal') return;
  if (!('problem' in expected)) expect.fail(`expected a picture, got ${JSON.stringify(refusal)}`);
  expect(refusal.problem).toBe(expected.problem);
  if (expected.name !== undefined) expect(Object.values(refusal)).toContain(expected.name);
  if (refusal.problem === 'broken') expect(refusal.format).toBeDefined();
}

function expectPicture(picture: NormalisedPicture, expected: Expected): void {
  if (expected === 'picture or refusal') return;
  const { mediaType, width, height } = picture;
  if ('problem' in expected)
    expect.fail(`expected ${expected.problem}, got a ${mediaType} of ${width} by ${height}`);
  expect(mediaType).toBe(expected.mediaType);
  if (expected.size !== undefined) expect([width, height]).toEqual(expected.size);
  expect(picture.wasConverted).toBe(expected.asIs !== true);
  expect(picture.wasAnimated).toBe(expected.wasAnimated === true);
}

/** What is true of every picture that is taken in, whatever it was. */
async function expectNormal({ bytes, mediaType, width, height }: NormalisedPicture): Promise<void> {
  const metadata = await sharp(bytes).metadata();
  expect([metadata.mediaType, metadata.width, metadata.height]).toEqual([mediaType, width, height]);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(bounds.minSide);
  expect(Math.max(width, height)).toBeLessThanOrEqual(bounds.maxSide);
  expect(bytes.byteLength).toBeLessThanOrEqual(bounds.budgetBytes);
  expect(metadata.depth).toBe('uchar');
  const { exif, icc, xmp, iptc, comments, orientation, pages } = metadata;
  expect({ exif, icc, xmp, iptc, comments, orientation, pages }).toEqual({});
  const format = mediaType === 'image/jpeg' ? 'jpeg' : mediaType === 'image/png' ? 'png' : 'webp';
  expect(holdsOnlyAPicture(bytes, format)).toBe(true);
  await sharp(bytes, { failOn: 'warning' }).raw().toBuffer();
}
