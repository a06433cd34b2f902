/**
 * The value below or at which a share of all values lies, by the nearest rank.
 *
 * @throws Error without any value.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('Expected at least one value');
  return value;
}

/** p50, p99 and max in whole milliseconds. */
export function summaryMs(values: readonly number[]) {
  return {
    'p50 ms': Math.round(percentile(values, 0.5)),
    'p99 ms': Math.round(percentile(values, 0.99)),
    'max ms': Math.round(percentile(values, 1)),
  };
}
