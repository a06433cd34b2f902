import { foldShapes } from './fold-shapes.ts';
import { marksForLetters } from './look-alikes.ts';
import type { WrittenWord } from './written-word.ts';
import { readWord } from './written-word.ts';

/** A word where it stands in the text, as that was brought to plain shapes. */
export interface Place {
  readonly word: WrittenWord;
  readonly start: number;
  readonly end: number;
  /** Whether only a space or a dash parts it from the word before, so that both may be one phrase. */
  readonly isWithinPhrase: boolean;
}

/** A text, divided into words in all the ways in which somebody may mean it to be read. */
export interface Reading {
  /** By everything that is neither letter nor digit. */
  readonly plain: readonly Place[];
  readonly otherwise: readonly (readonly Place[])[];
}

const unspaced =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/gu;

/** Where a word may stand. */
interface Piece {
  readonly spelling: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the words of a text the way a person does who knows how words are disguised: by look-alikes, digits and marks, by
 * letters drawn out or set apart, by what is not seen.
 */
export function readWords(text: string): Reading {
  const spaced = foldShapes(text).replace(unspaced, ' $& ');
  const plain = piecesOf(spaced, /[\p{L}\p{N}]+/gu);
  const marked = piecesOf(spaced, partsOfWords);
  const whole = piecesOf(spaced, /\S+/gu)
    .map((piece) => ({ ...piece, spelling: piece.spelling.match(partsOfWords)?.join('') ?? '' }))
    .filter(({ spelling }) => spelling !== '');
  const known = new Map<string, WrittenWord>();
  const placesOf = (pieces: readonly Piece[]) =>
    pieces.map(({ end, spelling, start }, index) => {
      const word = known.get(spelling) ?? readWord(spelling);
      known.set(spelling, word);
      const between = spaced.slice(pieces[index - 1]?.end ?? 0, start);
      return { word, start, end, isWithinPhrase: /^(?: +|['’‐-])$/.test(between) };
    });
  const divisions = [
    ...[plain, marked, whole],
    ...byCapitals(plain),
    ...[plain, whole].flatMap(withLettersTogether),
  ];
  const different = [...Map.groupBy(divisions, spellingsOf).values()];
  const [places = [], ...otherwise] = different.map(([pieces = []]) => placesOf(pieces));
  return { plain: places, otherwise };
}

/** Letters, digits and what is written for letters. */
const partsOfWords = new RegExp(`[\\p{L}\\p{N}${marksForLetters}]+`, 'gu');

function piecesOf(text: string, pattern: RegExp): readonly Piece[] {
  return [...text.matchAll(pattern)].map(({ 0: spelling, index: start }) => ({
    spelling,
    start,
    end: start + spelling.length,
  }));
}

function spellingsOf(pieces: readonly Piece[]): string {
  return pieces.map(({ spelling }) => spelling).join(' ');
}

/** `RedFox` is two words. Nothing where there are none like it. */
function byCapitals(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  if (!pieces.some(({ spelling }) => /\p{Ll}\p{Lu}/u.test(spelling))) return [];
  const parted = pieces.flatMap(({ spelling, start }) =>
    piecesOf(spelling, /.+?(?:(?<=\p{Ll})(?=\p{Lu})|$)/gu).map((piece) => ({
      ...piece,
      start: start + piece.start,
      end: start + piece.end,
    })),
  );
  return [parted];
}

/** Fewer are rather words of their own. */
const fewestSetApart = 3;

/** Words of a letter that are written by themselves, before and after what is set apart: `a p o r n star`. */
const lonely = new Set(['a', 'i', 'а', 'и', 'в', 'к', 'о', 'с', 'у', 'я']);

/**
 * Letters that are set apart, put together: all of them, and all but a first one that may be a word of its own. Nothing
 * where none are.
 */
function withLettersTogether(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    // Whoever is in a run is as its first is.
    if (isOneLetter(piece) && last?.[0] !== undefined && isOneLetter(last[0])) last.push(piece);
    else runs.push([piece]);
  }
  if (runs.every(({ length }) => length < fewestSetApart)) return [];
  const together = (run: readonly Piece[]) => (run.length < fewestSetApart ? run : join(run));
  const butFirst = (run: readonly Piece[]) => {
    const [first, ...rest] = run;
    if (first === undefined || run.length < fewestSetApart) return run;
    return lonely.has(first.spelling.toLowerCase()) ? [first, ...join(rest)] : join(run);
  };
  return [runs.flatMap(together), runs.flatMap(butFirst)];
}

function isOneLetter({ spelling }: Piece): boolean {
  const [first] = spelling;
  return [...spelling].every((character) => character === first);
}

function join(run: readonly Piece[]): readonly Piece[] {
  const letters = run.map(({ spelling: [letter = ''] }) => letter);
  return run
    .slice(0, 1)
    .map(({ start }) => ({ spelling: letters.join(''), start, end: run.at(-1)?.end ?? start }));
}
