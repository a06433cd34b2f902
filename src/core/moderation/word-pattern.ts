import { foldShapes } from './fold-shapes.ts';
import type { WrittenWord } from './written-word.ts';

const anyOne = Symbol('any one letter');
const anyMany = Symbol('any letters, or none');

/** One word of a list, as what has to stand there one after the other. */
export type WordShape = readonly (string | typeof anyOne | typeof anyMany)[];

/**
 * Reads what a list has: one word, or several in a row. As a `pattern`, `*` stands for any letters of a word, or none, and
 * `?` for one; as a `word` they stand for nothing. Undefined when a word has not one letter or digit.
 */
export function parseWordShapes(text: string, kind: 'word' | 'pattern'): readonly WordShape[] | undefined {
  const parts = kind === 'pattern' ? /[\p{L}\p{N}*?]+/gu : /[\p{L}\p{N}]+/gu;
  const words = foldShapes(text).toLowerCase().match(parts) ?? [];
  const shapes = words.map((word) => [...word].map(toPart));
  const isSpelled = shapes.every((shape) => shape.some((part) => typeof part === 'string'));
  return shapes.length > 0 && isSpelled ? shapes : undefined;
}

function toPart(character: string): WordShape[number] {
  if (character === '*') return anyMany;
  return character === '?' ? anyOne : character;
}

/** The letter that stands at a place of a word of this shape; undefined where it may be any, or there is none. */
export function letterAt(shape: WordShape, index: number): string | undefined {
  const part = shape[index];
  return typeof part === 'string' ? part : undefined;
}

/** Whether a word can be read as the whole of this shape; in the time that `endsOf` takes. */
export function hasShape(word: WrittenWord, shape: WordShape): boolean {
  const last = endsOf(word, shape).at(-1);
  return last !== undefined && last >= word.signs.length - word.loose.end;
}

/**
 * After how many signs of a word, fewest first, what was read can have been the whole of this shape. Takes time in
 * proportion to the length of both, whatever they are: there is nothing to go back over.
 */
export function endsOf(word: WrittenWord, shape: WordShape): readonly number[] {
  if (differFromTheStart(word, shape)) return nowhere;
  const { loose, signs } = word;
  /** How many parts may have been met so far, fewest first. */
  let met: readonly number[] = [];
  const ends: number[] = [];
  for (const [index, { isOptional, readings }] of signs.entries()) {
    const before = index <= loose.start ? throughAnyMany([0, ...met], shape) : met;
    if (before.length === 0) break;
    const after: number[] = [];
    for (const count of before) {
      const part = shape[count];
      if (isOptional || part === anyMany) add(after, count);
      if (part === anyOne || (typeof part === 'string' && readings.includes(part))) add(after, count + 1);
    }
    met = throughAnyMany(after, shape);
    if (met.at(-1) === shape.length) ends.push(index + 1);
  }
  return ends;
}

function throughAnyMany(met: readonly number[], shape: WordShape): readonly number[] {
  const reached: number[] = [];
  for (let count of met) {
    add(reached, count);
    while (shape[count] === anyMany) {
      count += 1;
      add(reached, count);
    }
  }
  return reached;
}

const nowhere: readonly number[] = [];

/** Most words and shapes do; it is seen without keeping anything in mind. */
function differFromTheStart({ loose, signs }: WrittenWord, shape: WordShape): boolean {
  if (loose.start > 0) return false;
  for (let index = 0; index < shape.length; index += 1) {
    const part = shape[index];
    const sign = signs[index];
    if (typeof part !== 'string' || sign?.isOptional === true) return false;
    if (sign?.readings.includes(part) !== true) return true;
  }
  return false;
}

/** Counts come in order, so that only the last one may be there already. */
function add(counts: number[], count: number): void {
  if (count > (counts.at(-1) ?? -1)) counts.push(count);
}
