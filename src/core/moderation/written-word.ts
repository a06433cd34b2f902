import type { Readings } from './look-alikes.ts';
import { readingsOf } from './look-alikes.ts';

/** One place in a word, and what may stand there. */
interface Sign {
  readonly readings: Readings;
  /** One of a long run of the same: it may as well not be there. */
  readonly isOptional: boolean;
}

/** A word as it may be read: the way it is written says what each sign may stand for. */
export interface WrittenWord {
  readonly signs: readonly Sign[];
  /** How many signs at the start, and at the end, may be something beside the word: digits and marks. */
  readonly loose: { readonly start: number; readonly end: number };
  /** What the word may begin with. */
  readonly firstLetters: readonly string[];
  /** What comes next in it; undefined where that depends on what it begins with. */
  readonly secondLetters: readonly string[] | undefined;
}

/** No word has more of the same in a row. */
const longestRun = 3;

/** Reads one word, without anything that parts words. */
export function readWord(spelling: string): WrittenWord {
  const characters = [...spelling];
  const letters = characters.filter(isLetter);
  // A number is a number.
  if (letters.length === 0) {
    const signs = characters.map((character) => ({ readings: character, isOptional: false }));
    return wordOf(signs, { start: 0, end: 0 });
  }
  const isOdd = mixesScripts(letters) || /\p{Ll}\p{Lu}/u.test(spelling);
  const read = characters.map((character) => ({
    // A capital inside a word may as well be the small letter that looks like it.
    readings: readingsOf(isOdd && character === 'I' ? '|' : character.toLowerCase(), isOdd),
    isLetter: isLetter(character),
  }));
  const runs = runsOf(read);
  const isDrawnOut = runs.length > 1 && runs.every(({ length }) => length > 1);
  const signs = runs.flatMap((run) => {
    if (run.length === 1) return run.map((sign) => ({ ...sign, isOptional: false }));
    // Marks go before letters do.
    return run
      .toSorted((one, other) => Number(other.isLetter) - Number(one.isLetter))
      .slice(0, longestRun)
      .map((sign, index) => ({
        ...sign,
        isOptional: index > 0 && (isDrawnOut || run.length > 2),
      }));
  });
  const start = signs.findIndex((sign) => sign.isLetter);
  const end = signs.length - 1 - signs.findLastIndex((sign) => sign.isLetter);
  return wordOf(signs, { start, end });
}

function wordOf(signs: WrittenWord['signs'], loose: WrittenWord['loose']): WrittenWord {
  const firstLetters = new Set(signs.slice(0, loose.start + 1).flatMap(({ readings }) => [...readings]));
  const [first, second] = signs;
  const isSettled = loose.start === 0 && first?.isOptional !== true && second?.isOptional !== true;
  const secondLetters = isSettled ? [...(second?.readings ?? '')] : undefined;
  return { signs, loose, firstLetters: [...firstLetters], secondLetters };
}

/** A word of so many signs, and what is left of the whole. */
export function divide({ loose, signs }: WrittenWord, length: number): readonly [WrittenWord, WrittenWord] {
  return [
    wordOf(signs.slice(0, length), { start: Math.min(loose.start, length - 1), end: 0 }),
    wordOf(signs.slice(length), { start: 0, end: Math.min(loose.end, signs.length - length - 1) }),
  ];
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

function mixesScripts(letters: readonly string[]): boolean {
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
  const found = new Set(letters.map((letter) => scripts.findIndex((script) => script.test(letter))));
  return found.size > 1;
}

/** `o`, `о` and `0` in a row are one letter three times. */
function runsOf<Read extends { readonly readings: Readings }>(
  signs: readonly Read[],
): readonly (readonly Read[])[] {
  const runs: Read[][] = [];
  let last: string | undefined;
  for (const sign of signs) {
    const letter = sign.readings.match(/[a-z]/g)?.join('') ?? sign.readings;
    if (letter === last) runs.at(-1)?.push(sign);
    else runs.push([sign]);
    last = letter;
  }
  return runs;
}
