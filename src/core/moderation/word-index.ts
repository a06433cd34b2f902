import type { WordRow } from './rows-by-beginning.ts';
import { RowsByBeginning } from './rows-by-beginning.ts';
import { hasShape } from './word-pattern.ts';
import type { WrittenWord } from './written-word.ts';

/** Words one after the other; undefined where one stands that does not count. */
export type SpokenWords = readonly (WrittenWord | undefined)[];

/** Where a row occurs: from one of the words on, up to another. */
export interface Occurrence {
  readonly words: SpokenWords;
  readonly start: number;
  readonly end: number;
}

/** Finds where which of many rows of words occur. */
export class WordIndex {
  readonly #words: RowsByBeginning;
  readonly #phrases: RowsByBeginning;

  constructor(rows: readonly WordRow[]) {
    this.#words = RowsByBeginning.asOneWord(rows);
    this.#phrases = RowsByBeginning.byFirstWord(rows.filter(({ length }) => length > 1));
  }

  /** Words that stand in a row may also be written as one. */
  occurrencesIn(texts: readonly SpokenWords[]): ReadonlyMap<WordRow, readonly Occurrence[]> {
    const occurrences = new Map<WordRow, Occurrence[]>();
    const note = (row: WordRow, occurrence: Occurrence) => {
      const known = occurrences.get(row);
      if (known === undefined) occurrences.set(row, [occurrence]);
      else known.push(occurrence);
    };
    const known = new Map<WrittenWord, RowsOfWord>();
    for (const words of texts) {
      for (const [start, word] of words.entries()) {
        if (word === undefined) continue;
        const rows = known.get(word) ?? this.#rowsOf(word);
        known.set(word, rows);
        for (const row of rows.written) note(row, { words, start, end: start + 1 });
        for (const row of rows.begun) {
          if (goesOn(row, words, start)) note(row, { words, start, end: start + row.length });
        }
      }
    }
    return occurrences;
  }

  #rowsOf(word: WrittenWord): RowsOfWord {
    return { written: this.#words.readAs(word), begun: this.#phrases.readAs(word) };
  }
}

/** What one word is: the whole of some rows, the first word of others. */
interface RowsOfWord {
  readonly written: readonly WordRow[];
  readonly begun: readonly WordRow[];
}

function goesOn(row: WordRow, words: SpokenWords, start: number): boolean {
  return row.every((shape, index) => {
    const word = words[start + index];
    return index === 0 || (word !== undefined && hasShape(word, shape));
  });
}
