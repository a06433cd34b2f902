/** Money is counted in whole micro-dollars (1 USD = 1,000,000), so that sums are exact. */
export type MicroDollars = number;

const microsPerDollar = 1_000_000;

/**
 * Converts dollars to micro-dollars, rounded up so that an estimate is never below the price. What is less than a
 * thousandth of a micro-dollar is taken for a rounding error.
 *
 * @throws RangeError when `dollars` is not a finite number.
 */
export function toMicros(dollars: number): MicroDollars {
  if (!Number.isFinite(dollars)) throw new RangeError(`expected an amount of dollars, got ${dollars}`);
  // The quotient is trimmed first: 0.0273 * 1e6 is 27300.000000000004 in binary floating point.
  return Math.ceil(Number((dollars * microsPerDollar).toFixed(3)));
}

export function toDollars(micros: MicroDollars): number {
  return micros / microsPerDollar;
}
