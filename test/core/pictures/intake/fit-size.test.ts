import { describe, expect, test } from 'vitest';
import { fitSize } from '../../../../src/core/pictures/intake/fit-size.ts';
import {
  referenceBounds,
  referenceBudgetBytes,
} from '../../../../src/core/pictures/intake/picture-bounds.ts';

const fitted = (width: number, height: number) => fitSize({ width, height }, referenceBounds);

describe('a picture', () => {
  test.each([
    [300, 300, 300, 300],
    [2048, 2048, 2048, 2048],
    [1024, 768, 1024, 768],
    [4096, 4096, 2048, 2048],
    [4000, 3000, 2048, 1536],
    [3000, 4000, 1536, 2048],
    [2049, 2048, 2048, 2047],
    [299, 300, 300, 301],
    [150, 150, 300, 300],
    [150, 1000, 300, 2000],
    [1000, 150, 2000, 300],
    [2048, 300, 2048, 300],
    [6826, 1000, 2048, 300],
  ])('of %i by %i becomes %i by %i', (width, height, ...[fitWidth, fitHeight]) => {
    expect(fitted(width, height)).toEqual({ width: fitWidth, height: fitHeight });
  });

  test.each([
    [1, 1],
    [149, 149],
    [149, 1000],
    [1500, 149],
  ])('of %i by %i is too small, and what would do is said', (width, height) => {
    expect(fitted(width, height)).toEqual({ problem: 'too-small', width, height, minSide: 150 });
  });

  test.each([
    [2049, 300],
    [300, 2100],
    [150, 1100],
    [10_000, 1000],
    [1, 5000],
  ])('of %i by %i is too narrow', (width, height) => {
    expect(fitted(width, height)).toEqual({ problem: 'too-narrow', width, height, maxRatio: 6.8 });
  });

  test('of any size ends within the bounds or in words', () => {
    for (let width = 1; width < 9000; width = Math.ceil(width * 1.13)) {
      for (let height = 1; height < 9000; height = Math.ceil(height * 1.17)) {
        const size = fitted(width, height);
        if ('problem' in size) continue;
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(300);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(2048);
        expect(Math.abs(size.width / size.height / (width / height) - 1)).toBeLessThan(0.01);
      }
    }
  });
});

describe('the budget of a reference', () => {
  test.each([1, 2, 3, 8])('lets %i of them into one request', (count) => {
    const base64 = Math.ceil(referenceBudgetBytes(count) / 3) * 4;
    expect(base64 * count).toBeLessThanOrEqual(16_000_000 - 60_000);
    expect(base64 * count).toBeGreaterThan(15_900_000);
  });

  test.each([0, -1, 1.5, Number.NaN])('is not asked for %d', (count) => {
    expect(() => referenceBudgetBytes(count)).toThrow(RangeError);
  });
});
