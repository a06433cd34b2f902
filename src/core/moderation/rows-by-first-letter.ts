import type { WordShape } from './word-pattern.ts';
import { firstLetterOf } from './word-pattern.ts';
import type { WrittenWord } from './written-word.ts';

/** Words in a row that are looked for; what is found is told by this very object. */
export type WordRow = readonly WordShape[];

/** A row, and what it is when it is written as one word. */
export interface ListedRow {
  readonly row: WordRow;
  readonly asOne: WordShape;
}

/** Rows to look for, so that each word of a text is held only against those that begin like it. */
export class RowsByFirstLetter {
  /** Under undefined those that may begin with any letter. */
  readonly #rows: ReadonlyMap<string | undefined, readonly ListedRow[]>;

  constructor(rows: readonly WordRow[]) {
    const listed = rows.map((row) => ({ row, asOne: row.flat() }));
    this.#rows = Map.groupBy(listed, ({ asOne }) => firstLetterOf(asOne));
  }

  beginningLike({ firstLetters }: WrittenWord): readonly ListedRow[] {
    const found = [...(this.#rows.get(undefined) ?? [])];
    for (const letter of firstLetters) found.push(...(this.#rows.get(letter) ?? []));
    return found;
  }
}
