import { createHash, randomInt } from 'node:crypto';

/** Crockford's alphabet, without letters that look like others: https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 8;

/**
 * A code that nobody guesses, as in `K7QM-2XWD`. There are 32^8, some 1.1 × 10^12 of them. Within an hour at most 300
 * wrong ones are looked at (`linkLimits`), so even with 100 codes open around the clock somebody who tries all that time
 * finds one in 300 × 100 / 1.1 × 10^12 of all hours: once in some 4,000 years.
 */
export function createLinkCode(): string {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`;
}

/** Reads a code however it was typed, as in `k7qm 2xwd`, with O for 0 and I or L for 1; undefined for what is none. */
export function readLinkCode(typed: string): string | undefined {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const isCode = letters.length === length && [...letters].every((letter) => alphabet.includes(letter));
  return isCode ? `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}` : undefined;
}

/** What is stored in place of a code, so that a look at the database, or a backup, gives none away while it is good. */
export function hashLinkCode(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}

/** A code that was shown, as it is stored. */
export interface LinkCode {
  readonly hash: string;
  /** `platform:id` of whoever was shown it. */
  readonly personId: string;
  readonly expiresAtMs: number;
  /** `platform:id` of whoever typed it. */
  readonly usedById: string | undefined;
}
