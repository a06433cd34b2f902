/** By the nearest rank; 0 of nothing. `share` is above 0 and at most 1. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
