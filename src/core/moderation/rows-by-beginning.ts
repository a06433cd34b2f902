import type { WordShape } from './word-pattern.ts';
import { hasShape, letterAt } from './word-pattern.ts';
import type { WrittenWord } from './written-word.ts';

/** Words in a row that are looked for; what is found is told by this very object. */
export type WordRow = readonly WordShape[];

/** A row, and the shape of the one word by which it is looked for. */
export interface ListedRow {
  readonly row: WordRow;
  readonly shape: WordShape;
}

/** Rows that begin with the same letter, by their second one. */
interface Beginning {
  readonly all: readonly ListedRow[];
  /** Under undefined those of which the second sign may be any, or is none. */
  readonly bySecond: ReadonlyMap<string | undefined, readonly ListedRow[]>;
}

/** Rows to look for, so that each word of a text is held only against those that begin like it. */
export class RowsByBeginning {
  /** Under undefined those that may begin with any letter. */
  readonly #beginnings: ReadonlyMap<string | undefined, Beginning>;

  private constructor(listed: readonly ListedRow[]) {
    const beginnings = [...Map.groupBy(listed, ({ shape }) => letterAt(shape, 0))].map(
      ([first, all]) =>
        [first, { all, bySecond: Map.groupBy(all, ({ shape }) => letterAt(shape, 1)) }] as const,
    );
    this.#beginnings = new Map(beginnings);
  }

  /** Rows that are written as one word. */
  static asOneWord(rows: readonly WordRow[]): RowsByBeginning {
    return new RowsByBeginning(rows.map((row) => ({ row, shape: row.flat() })));
  }

  /** Rows, to be known by their first word. */
  static byFirstWord(rows: readonly WordRow[]): RowsByBeginning {
    return new RowsByBeginning(rows.flatMap((row) => row.slice(0, 1).map((shape) => ({ row, shape }))));
  }

  /** The rows whose shape a word can be read as. */
  readAs(word: WrittenWord): readonly WordRow[] {
    const found: WordRow[] = [];
    for (const { row, shape } of this.beginningLike(word)) if (hasShape(word, shape)) found.push(row);
    return found;
  }

  /** Fewer than all, and among them those whose shape the word, or a part from its start on, can be read as. */
  beginningLike({ firstLetters, secondLetters }: WrittenWord): readonly ListedRow[] {
    const found = [...(this.#beginnings.get(undefined)?.all ?? [])];
    for (const first of firstLetters) {
      const beginning = this.#beginnings.get(first);
      if (beginning === undefined) continue;
      const { all, bySecond } = beginning;
      if (secondLetters === undefined) found.push(...all);
      else for (const second of [undefined, ...secondLetters]) found.push(...(bySecond.get(second) ?? []));
    }
    return found;
  }
}
