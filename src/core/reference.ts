import { randomInt } from 'node:crypto';

/** Without 0/O, 1/I/L and vowels: easy to read aloud, and no words come out. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXZ';
const length = 8;

/** A short id that a person can quote and an operator can find in the log. */
export function createReference(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
