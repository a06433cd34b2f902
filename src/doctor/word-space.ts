import { failed, type Result, warning } from './finding.ts';

/** Not even a few requests with their pictures fit. */
const nothingLeftBytes = 100e6;
const littleLeftBytes = 1e9;

const remedy = 'Make room, or lower RETENTION_DAYS or MAX_PICTURES_GB.';

/** Adds to what was found how much room there is: even the best place is of no use on a full disk. */
export function wordSpace(found: Result, freeBytes: number): Result {
  const words = `${found.words}; ${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes < nothingLeftBytes) return failed(`${words}. ${remedy}`);
  if (freeBytes < littleLeftBytes) return warning(`${words}. ${remedy}`);
  return { ...found, words };
}
