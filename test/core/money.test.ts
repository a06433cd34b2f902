import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDollars, toMicros } from '../../src/core/money.ts';

test.each([
  [0.039, 39_000],
  [0.0273, 27_300],
  [0.0004, 400],
  [1, 1_000_000],
  [0.1 + 0.2, 300_000],
  [0.000_000_1, 1],
  [0, 0],
])('%d dollars are %d micro-dollars', (dollars, micros) => {
  expect(toMicros(dollars)).toBe(micros);
});

test('any whole amount of micro-dollars survives the way through dollars', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (micros) => {
      expect(toMicros(toDollars(micros))).toBe(micros);
    }),
    { numRuns: 5_000 },
  );
});

test('an estimate is whole, never below the price, and never a micro-dollar above it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 10_000, noNaN: true }), (dollars) => {
      const micros = toMicros(dollars);
      const exact = dollars * 1_000_000;
      expect(Number.isSafeInteger(micros)).toBe(true);
      expect(micros).toBeGreaterThanOrEqual(exact - 0.001);
      expect(micros).toBeLessThan(exact + 1);
    }),
    { numRuns: 5_000 },
  );
});

test('a larger amount of dollars is never fewer micro-dollars', () => {
  const amount = fc.double({ min: 0, max: 10_000, noNaN: true });
  fc.assert(
    fc.property(amount, amount, (one, other) => {
      expect(toMicros(Math.max(one, other))).toBeGreaterThanOrEqual(toMicros(Math.min(one, other)));
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is no amount', (dollars) => {
  expect(() => toMicros(dollars)).toThrow(RangeError);
});
