import { foldShapes } from './fold-shapes.ts';
import type { WrittenWord } from './read-words.ts';

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

/** The letter that a word of this shape begins with; undefined when it may be any. */
export function firstLetterOf([first]: WordShape): string | undefined {
  return typeof first === 'string' ? first : undefined;
}

/**
 * Whether a word can be read as the whole of this shape. Takes time in proportion to the length of both, whatever they
 * are: there is nothing to go back over.
 */
export function hasShape({ loose, signs }: WrittenWord, shape: WordShape): boolean {
  /** How many parts may have been met so far. */
  let met: ReadonlySet<number> = new Set();
  for (const [index, { isOptional, readings }] of signs.entries()) {
    const before = index <= loose.start ? throughAnyMany([...met, 0], shape) : met;
    if (before.size === 0) return false;
    const after = isOptional ? [...before] : [];
    for (const count of before) {
      const part = shape[count];
      if (part === anyMany) after.push(count);
      else if (part === anyOne || (part !== undefined && readings.includes(part))) after.push(count + 1);
    }
    met = throughAnyMany(after, shape);
    if (index >= signs.length - 1 - loose.end && met.has(shape.length)) return true;
  }
  return false;
}

function throughAnyMany(met: readonly number[], shape: WordShape): ReadonlySet<number> {
  const reached = new Set<number>();
  for (let count of met) {
    reached.add(count);
    while (shape[count] === anyMany) {
      count += 1;
      reached.add(count);
    }
  }
  return reached;
}
