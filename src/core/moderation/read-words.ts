import { foldShapes } from './fold-shapes.ts';
import type { Readings } from './look-alikes.ts';
import { isWrittenForLetters, readingsOf } from './look-alikes.ts';

/** One place in a word, and what may stand there. */
interface Sign {
  readonly readings: Readings;
  /** One of a long run of the same: it may as well not be there. */
  readonly isOptional: boolean;
}

export interface WrittenWord {
  readonly signs: readonly Sign[];
  /** How many signs at the start, and at the end, may be something beside the word: digits and marks. */
  readonly loose: { readonly start: number; readonly end: number };
}

/** A text in all the ways in which somebody may mean it to be read. */
export interface Reading {
  /** Every word, however it comes about. */
  readonly words: readonly WrittenWord[];
  /** The words one after the other, where marks are between words and where they are part of them. */
  readonly rows: readonly (readonly WrittenWord[])[];
}

const unspaced =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/gu;

/**
 * Reads the words of a text the way a person does who knows how words are disguised: by look-alikes, digits and marks, by
 * letters drawn out or set apart, by what is not seen.
 */
export function readWords(text: string): Reading {
  const spaced = foldShapes(text).replace(unspaced, ' $& ');
  const chunks = spaced.split(/\s+/u).filter((chunk) => chunk !== '');
  const plain = chunks.flatMap((chunk) => split(chunk, isPartOfPlainWord));
  const marked = chunks.flatMap((chunk) => split(chunk, isPartOfWord));
  const whole = chunks.map((chunk) => [...chunk].filter(isPartOfWord));
  const known = new Map<string, WrittenWord>();
  const wordOf = (characters: readonly string[]) => {
    const spelling = characters.join('');
    const word = known.get(spelling) ?? toWord(characters);
    known.set(spelling, word);
    return word;
  };
  const rows = [plain, marked].map((row) => row.map(wordOf));
  for (const characters of [...whole, ...lettersSetApart(plain)])
    if (characters.length > 1) wordOf(characters);
  return { words: [...known.values()], rows };
}

const isPartOfPlainWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
const isPartOfWord = (character: string) => isPartOfPlainWord(character) || isWrittenForLetters(character);

function split(chunk: string, isPart: (character: string) => boolean): readonly (readonly string[])[] {
  const pieces: string[][] = [[]];
  for (const character of chunk) {
    if (isPart(character)) pieces.at(-1)?.push(character);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** Fewer are rather words of their own. */
const fewestSetApart = 3;

/** Words of a letter that are written by themselves, before and after what is set apart: `a p o r n star`. */
const lonely = new Set(['a', 'i', 'а', 'и', 'в', 'к', 'о', 'с', 'у', 'я']);

function lettersSetApart(pieces: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const runs: string[][] = [[]];
  for (const piece of pieces) {
    const [first = ''] = piece;
    if (piece.every((character) => character === first)) runs.at(-1)?.push(first);
    else runs.push([]);
  }
  return runs
    .filter((run) => run.length >= fewestSetApart)
    .flatMap((run) => {
      const [first = '', ...rest] = run;
      return lonely.has(first.toLowerCase()) ? [run, rest] : [run];
    });
}

/** No word has more of the same in a row. */
const longestRun = 3;

function toWord(characters: readonly string[]): WrittenWord {
  const letters = characters.filter(isLetter);
  // A number is a number.
  if (letters.length === 0) {
    const signs = characters.map((character) => ({ readings: character, isOptional: false }));
    return { signs, loose: { start: 0, end: 0 } };
  }
  const isOdd = mixesScripts(letters) || /\p{Ll}\p{Lu}/u.test(characters.join(''));
  const read = characters.map((character) => ({
    // A capital inside a word may as well be the small letter that looks like it.
    readings: readingsOf(isOdd && character === 'I' ? '|' : character.toLowerCase(), isOdd),
    isLetter: isLetter(character),
  }));
  const runs = runsOf(read);
  const isDrawnOut = runs.length > 1 && runs.every(({ length }) => length > 1);
  const signs = runs.flatMap((run) =>
    // Marks go before letters do.
    run
      .toSorted((one, other) => Number(other.isLetter) - Number(one.isLetter))
      .slice(0, longestRun)
      .map((sign, index) => ({
        ...sign,
        isOptional: index > 0 && (isDrawnOut || run.length > 2),
      })),
  );
  const start = signs.findIndex((sign) => sign.isLetter);
  const end = signs.length - 1 - signs.findLastIndex((sign) => sign.isLetter);
  return { signs, loose: { start, end } };
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
