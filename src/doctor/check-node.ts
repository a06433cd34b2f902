import { failed, ok, type Result } from './finding.ts';

/**
 * Whether a version is one that Easel is made for.
 *
 * @param supported as in package.json: `^22.19.0 || >=26.0.0`.
 */
export function checkNode(version: string, supported: string): Result {
  if (supported.split('||').some((range) => isWithin(version, range))) return ok(version);
  return failed(
    `${version} is not one that Easel runs on (${supported}). Use npm run, which finds the one that npm ci installs, or install one of these.`,
  );
}

/** @throws Error for a range in another notation. */
function isWithin(version: string, range: string): boolean {
  const [, operator, least = ''] = /^\s*(\^|>=)(\d+\.\d+\.\d+)\s*$/.exec(range) ?? [];
  if (operator === undefined) throw new Error(`Expected a range such as ^22.19.0 or >=26.0.0, got ${range}`);
  const [major, minor, patch] = numbersOf(version);
  const [leastMajor, leastMinor, leastPatch] = numbersOf(least);
  if (major !== leastMajor) return operator === '>=' && major > leastMajor;
  return minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
}

function numbersOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number);
  return [major, minor, patch];
}
