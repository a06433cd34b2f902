import { expect, test } from 'vitest';
import { nearestName } from '../../src/commands/nearest-name.ts';

const names = ['count', 'model', 'aspect', 'seed', 'format', 'private'];

test.each([
  ['cuont', 'count'],
  ['Modle', 'model'],
  ['sed', 'seed'],
  ['aspectt', 'aspect'],
  ['privat', 'private'],
])('%s was meant as %s', (typed, meant) => {
  expect(nearestName(typed, names)).toBe(meant);
});

test.each(['really', 'steps', 'x', '', 'c'.repeat(5_000)])('nothing is near %.10s', (typed) => {
  expect(nearestName(typed, names)).toBeUndefined();
});
