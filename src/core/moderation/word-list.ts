import type { WrittenWord } from './read-words.ts';
import { readWords } from './read-words.ts';
import type { Strictness } from './strictness.ts';
import { holdsAt } from './strictness.ts';
import type { WordRow } from './word-index.ts';
import { WordIndex } from './word-index.ts';
import type { WordShape } from './word-pattern.ts';
import { hasShape, parseWordShapes } from './word-pattern.ts';
import type { WordAction, WordEntry } from './words-file.ts';

/** An entry, ready to be looked for: of each group one row has to occur. */
interface Rule {
  readonly groups: readonly (readonly WordRow[])[];
  readonly action: WordAction;
  readonly from: Strictness;
}

export interface WordListOptions {
  readonly entries: readonly WordEntry[];
  /** Patterns of words that no entry is about. */
  readonly allow: readonly string[];
}

/** Says what is to be done about words. Pure, and quick enough to ask for each request. */
export class WordList {
  readonly #rules: readonly Rule[];
  readonly #allowed: readonly WordShape[];
  readonly #index: WordIndex;

  constructor({ allow, entries }: WordListOptions) {
    this.#rules = entries.map(toRule);
    this.#allowed = allow.flatMap((pattern) => parseWordShapes(pattern, 'pattern') ?? []);
    this.#index = new WordIndex(this.#rules.flatMap(({ groups }) => groups.flat()));
  }

  /** Everything that is to be done where this strictness holds; usually nothing. */
  actionsOn(text: string, strictness: Strictness): ReadonlySet<WordAction> {
    const reading = readWords(text);
    const isSpoken = (word: WrittenWord) => !this.#allowed.some((shape) => hasShape(word, shape));
    const found = this.#index.occurringIn({
      words: reading.words.filter(isSpoken),
      rows: reading.rows.map((row) => row.filter(isSpoken)),
    });
    const rules = this.#rules.filter(
      ({ from, groups }) =>
        holdsAt(from, strictness) && groups.every((group) => group.some((row) => found.has(row))),
    );
    return new Set(rules.map(({ action }) => action));
  }
}

function toRule({ action, from, patterns = [], together = [], words = [] }: WordEntry): Rule {
  const rowsOf = (list: readonly string[], kind: 'word' | 'pattern') =>
    list.map((one) => shapesOf(one, kind));
  const alone = [...rowsOf(words, 'word'), ...rowsOf(patterns, 'pattern')];
  const groups = together.length === 0 ? [alone] : together.map((list) => rowsOf(list, 'pattern'));
  return { groups, action, from };
}

function shapesOf(text: string, kind: 'word' | 'pattern'): WordRow {
  const shapes = parseWordShapes(text, kind);
  // Nothing at all would occur everywhere.
  if (shapes === undefined) throw new RangeError('expected an entry with letters or digits in every word');
  return shapes;
}
