import type { Reading, WrittenWord } from './read-words.ts';
import type { WordShape } from './word-pattern.ts';
import { firstLetterOf, hasShape } from './word-pattern.ts';

/** Words in a row that are looked for; what is found is told by this very object. */
export type WordRow = readonly WordShape[];

/** Finds which of many words occur in a text: each word of the text is held only against those that begin like it. */
export class WordIndex {
  readonly #all: ByFirstLetter;
  readonly #ofSeveral: ByFirstLetter;

  constructor(rows: readonly WordRow[]) {
    this.#all = byFirstLetter(rows);
    this.#ofSeveral = byFirstLetter(rows.filter(({ length }) => length > 1));
  }

  /** Words that stand in a row may also be written as one. */
  occurringIn({ rows, words }: Reading): ReadonlySet<WordRow> {
    const found = new Set<WordRow>();
    for (const word of words) {
      for (const row of beginningLike(word, this.#all)) {
        if (!found.has(row) && hasShape(word, row.flat())) found.add(row);
      }
    }
    for (const written of rows) {
      for (const [start, word] of written.entries()) {
        for (const row of beginningLike(word, this.#ofSeveral)) {
          if (!found.has(row) && stands(row, written.slice(start, start + row.length))) found.add(row);
        }
      }
    }
    return found;
  }
}

/** Under undefined those that may begin with any letter. */
type ByFirstLetter = ReadonlyMap<string | undefined, readonly WordRow[]>;

function byFirstLetter(rows: readonly WordRow[]): ByFirstLetter {
  return Map.groupBy(rows, ([shape]) => shape && firstLetterOf(shape));
}

function beginningLike({ loose, signs }: WrittenWord, rows: ByFirstLetter): readonly WordRow[] {
  const firsts = new Set(signs.slice(0, loose.start + 1).flatMap(({ readings }) => [...readings]));
  return [undefined, ...firsts].flatMap((first) => rows.get(first) ?? []);
}

function stands(row: WordRow, written: readonly WrittenWord[]): boolean {
  return row.every((shape, index) => {
    const word = written[index];
    return word !== undefined && hasShape(word, shape);
  });
}
