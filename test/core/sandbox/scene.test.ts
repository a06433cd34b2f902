import { expect, test } from 'vitest';
import { createRandom } from '../../../src/core/sandbox/random.ts';
import type { Scene } from '../../../src/core/sandbox/scene.ts';
import { imagineScene } from '../../../src/core/sandbox/scene.ts';

const imagine = (prompt: string) => imagineScene(prompt, createRandom(prompt));

test.each<[string, Partial<Scene>]>([
  ['A lighthouse at dawn', { place: 'sea', time: 'dawn', figures: ['lighthouse'] }],
  ['маяк на рассвете', { place: 'sea', time: 'dawn', figures: ['lighthouse'] }],
  ['Ночной город под дождём', { place: 'city', time: 'night', weather: 'rain' }],
  ['a rainy street in Tokyo', { place: 'city', weather: 'rain', time: 'mist' }],
  ['кошка в заснеженном лесу', { place: 'forest', weather: 'snow', figures: ['cat'] }],
  ['🐱', { figures: ['cat'] }],
  ['sailing boats at sunset', { place: 'sea', time: 'sunset', figures: ['boat'] }],
  ['an astronaut in space', { place: 'space', time: 'night' }],
  ['Северное сияние над морем', { place: 'sea', time: 'night', hasAurora: true }],
  ['горы', { place: 'mountains' }],
  ['закат в пустыне', { place: 'desert', time: 'sunset' }],
])('%j', (prompt, expected) => {
  expect(imagine(prompt)).toMatchObject(expected);
});

test.each(['a season ticket', 'start here', 'a category error', 'полёт'])(
  '%j is not taken by its first letters',
  (prompt) => {
    const { place, time, figures } = imagine(prompt);
    const chance = imagine('');
    // Words that are known only by accident would give every such prompt the same sight.
    expect({ isSea: place === 'sea' && chance.place === 'sea', isCat: figures.includes('cat') }).toEqual({
      isSea: false,
      isCat: false,
    });
    expect(typeof time).toBe('string');
  },
);

test('chance gives different sights to different words', () => {
  const sights = Array.from({ length: 60 }, (_, index) => imagine(`nothing known ${index}`));
  expect(new Set(sights.map(({ place }) => place)).size).toBeGreaterThan(3);
  expect(new Set(sights.map(({ time }) => time)).size).toBeGreaterThan(3);
});
