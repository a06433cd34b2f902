import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { PictureRequest } from '../../../src/core/sandbox/draw-picture.ts';
import { Painter } from '../../../src/core/sandbox/painter.ts';

const painter = new Painter();
afterAll(() => painter.stop());

function request(changes: Partial<PictureRequest>): PictureRequest {
  const size = { width: 512, height: 512 };
  return { prompt: 'a lighthouse at dawn', seed: 1, size, format: 'png', references: [], ...changes };
}

/** How many bright pixels stand where the single line of a short caption is, on the darkened foot of a picture. */
async function inkOf(prompt: string): Promise<number> {
  const bytes = await painter.paint(request({ prompt, size: { width: 1024, height: 1024 } }));
  const raw = await sharp(bytes)
    .extract({ left: 30, top: 900, width: 960, height: 52 })
    .greyscale()
    .threshold(160)
    .raw()
    .toBuffer();
  return raw.filter((value) => value > 0).length;
}

describe('any prompt gives a valid picture', () => {
  test.each([
    ['English', 'a lighthouse at dawn'],
    ['Russian with emoji', 'Уютный домик в заснеженном лесу, ночь 🌲🐱 за 300 ₽'],
    ['right to left', 'מגדלור על חוף הים בשקיעה'],
    ['only emoji', '👩‍🚀🏳️‍🌈🇺🇦👍🏽🪐'],
    ['three thousand characters', 'an enormously detailed castle & knights '.repeat(75)],
    ['one endless word', 'ж'.repeat(3000)],
    ['markup', `<script>alert("1")</script> & 'x' ]]> <!-- <b>bold</b> &amp; &#0; %s`],
    ['what is no text', 'a\u0000b\u0007c\ufffe\u202ed \ud800 \udfff e'],
    ['a pile of accents', `e${'\u0301'.repeat(2000)}`],
    ['scripts that the fonts lack', '猫と海、静かな夜 क्षितिज ภูเขา'],
    ['lines', 'one\ntwo\r\nthree\n\n\n\n\n\n\n\nfour'],
    ['nothing to be seen', '\u200b\u200b\u200b'],
  ])('%s', async (_, prompt) => {
    const bytes = await painter.paint(request({ prompt }));
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
    const { entropy } = await sharp(bytes).stats();
    expect(entropy).toBeGreaterThan(3);
  });

  test.each([
    [1536, 672],
    [672, 1536],
    [256, 256],
    [128, 1024],
  ])('at %d × %d', async (width, height) => {
    const bytes = await painter.paint(request({ size: { width, height }, prompt: 'слово '.repeat(60) }));
    expect(await sharp(bytes).metadata()).toMatchObject({ width, height });
  });
});

test('the prompt is written: Latin and Cyrillic letters and emoji each leave their own ink', async () => {
  const dot = await inkOf('.');
  for (const prompt of ['words words', 'слова слова', '🧩🧩🧩🧩🧩🧩🧩', `<b>&amp; "'</b>`]) {
    expect(await inkOf(prompt), prompt).toBeGreaterThan(20 * Math.max(1, dot));
  }
});

test('a long prompt is cut to what fits and never covers the picture', async () => {
  const long = await painter.paint(request({ prompt: 'мир '.repeat(700) }));
  const { width, height } = await sharp(long).metadata();
  const upper = await sharp(long)
    .extract({ left: 0, top: 0, width, height: Math.round(height * 0.6) })
    .greyscale()
    .threshold(254)
    .raw()
    .toBuffer();
  expect(upper.filter((value) => value > 0).length / upper.length).toBeLessThan(0.01);
});

test('known words decide what is to be seen, in English and in Russian', async () => {
  const brightness = async (prompt: string) =>
    (
      await sharp(await painter.paint(request({ prompt })))
        .greyscale()
        .stats()
    ).channels[0]?.mean ?? 0;
  expect(await brightness('ночь')).toBeLessThan(await brightness('солнечный день'));
  expect(await brightness('a night')).toBeLessThan(await brightness('a sunny day'));
});

test('a reference that is no picture is a fault of that picture alone', async () => {
  const broken = painter.paint(request({ references: [new Uint8Array([1, 2, 3])] }));
  const whole = painter.paint(request({}));
  await expect(broken).rejects.toThrow();
  expect((await whole).length).toBeGreaterThan(0);
});

test('as many references as any model takes find their place', async () => {
  const colours = ['#c33', '#3c3', '#33c', '#cc3', '#3cc', '#c3c', '#333', '#ccc'];
  const references = await Promise.all(
    colours.map(async (background, index) => {
      const shape = { width: 80 + index * 40, height: 400 - index * 45, channels: 3 as const, background };
      return new Uint8Array(await sharp({ create: shape }).png().toBuffer());
    }),
  );
  for (const size of [{ width: 512, height: 512 }, { width: 256, height: 768 }, undefined]) {
    const bytes = await painter.paint(request({ references, size }));
    const { width, height } = await sharp(bytes).metadata();
    if (size !== undefined) expect({ width, height }).toEqual(size);
  }
});

test('a stopped painter refuses, at once and for good', async () => {
  const other = new Painter();
  const underWay = other.paint(request({})).then(
    () => 'painted',
    () => 'refused',
  );
  await other.stop();
  expect(await underWay).toBe('refused');
  await expect(other.paint(request({}))).rejects.toThrow('the painter is stopped');
});
