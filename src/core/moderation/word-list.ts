import { AllowedWords } from './allowed-words.ts';
import { JoinedWords } from './joined-words.ts';
import type { Reading } from './read-words.ts';
import { readWords } from './read-words.ts';
import type { WordRow } from './rows-by-beginning.ts';
import type { Strictness } from './strictness.ts';
import { holdsAt } from './strictness.ts';
import type { Occurrence, SpokenWords } from './word-index.ts';
import { WordIndex } from './word-index.ts';
import { parseWordShapes } from './word-pattern.ts';
import type { AllowedPhrase, WordAction, WordEntry } from './words-file.ts';

type Occurrences = ReadonlyMap<WordRow, readonly Occurrence[]>;

/** An entry, ready to be looked for. */
interface Rule {
  readonly action: WordAction;
  readonly from: Strictness;
  /** Of each a row has to occur. */
  readonly lists: readonly (readonly WordRow[])[];
  /** Whether these rows have to be next to each other. */
  readonly isSideBySide: boolean;
}

export interface WordListOptions {
  readonly entries: readonly WordEntry[];
  readonly allow: readonly AllowedPhrase[];
}

/** Says what is to be done about words. Pure, and quick enough to ask for each request. */
export class WordList {
  readonly #rules: readonly Rule[];
  readonly #allowed: AllowedWords;
  readonly #index: WordIndex;
  readonly #joined: readonly JoinedWords[];

  constructor({ allow, entries }: WordListOptions) {
    this.#rules = entries.map(toRule);
    this.#allowed = new AllowedWords(allow.flatMap(phrasesOf));
    this.#index = new WordIndex(this.#rules.flatMap(({ lists }) => lists.flat()));
    this.#joined = this.#rules
      .filter(({ lists }) => lists.length > 1)
      .map(({ lists }) => new JoinedWords(lists));
  }

  /** Everything that is to be done where this strictness holds; usually nothing. */
  actionsOn(text: string, strictness: Strictness): ReadonlySet<WordAction> {
    const rules = this.#rules.filter(({ from }) => holdsAt(from, strictness));
    if (rules.length === 0) return new Set();
    const reading = readWords(text);
    const feared = this.#brokenBy(wordsOf(reading), rules);
    // What is allowed only matters where something is wrong without it.
    const broken = feared.length === 0 ? feared : this.#brokenBy(this.#allowed.takenOutOf(reading), feared);
    return new Set(broken.map(({ action }) => action));
  }

  #brokenBy(texts: readonly SpokenWords[], rules: readonly Rule[]): readonly Rule[] {
    const words = new Set(texts.flat());
    words.delete(undefined);
    const apart = [...words].flatMap((word) =>
      word === undefined ? [] : this.#joined.flatMap((joined) => joined.partsOf(word)),
    );
    const occurrences = this.#index.occurrencesIn([...texts, ...apart]);
    if (occurrences.size === 0) return [];
    return rules.filter((rule) => isBroken(rule, occurrences));
  }
}

function wordsOf({ otherwise, plain }: Reading): readonly SpokenWords[] {
  return [plain, ...otherwise].map((places) => places.map(({ word }) => word));
}

function isBroken({ isSideBySide, lists }: Rule, occurrences: Occurrences): boolean {
  const found = lists.map((list) => list.flatMap((row) => occurrences.get(row) ?? []));
  if (found.some(({ length }) => length === 0)) return false;
  const [ones = [], others = []] = found;
  return !isSideBySide || ones.some((one) => others.some((other) => areSideBySide(one, other)));
}

function areSideBySide(one: Occurrence, other: Occurrence): boolean {
  return one.words === other.words && (one.end === other.start || other.end === one.start);
}

function toRule({ action, from, patterns = [], sideBySide, together, words = [] }: WordEntry): Rule {
  const rowsOf = (list: readonly string[], kind: 'word' | 'pattern') =>
    list.map((one) => shapesOf(one, kind));
  const alone = [...rowsOf(words, 'word'), ...rowsOf(patterns, 'pattern')];
  const lists = (sideBySide ?? together)?.map((list) => rowsOf(list, 'pattern')) ?? [alone];
  return { action, from, lists, isSideBySide: sideBySide !== undefined };
}

function phrasesOf(phrase: AllowedPhrase): readonly WordRow[] {
  if (typeof phrase === 'string') return [shapesOf(phrase, 'pattern')];
  return phrase.reduce<readonly WordRow[]>(
    (rows, list) => rows.flatMap((row) => list.map((next) => [...row, ...shapesOf(next, 'pattern')])),
    [[]],
  );
}

function shapesOf(text: string, kind: 'word' | 'pattern'): WordRow {
  const shapes = parseWordShapes(text, kind);
  // Nothing at all would occur everywhere.
  if (shapes === undefined) throw new RangeError('expected an entry with letters or digits in every word');
  return shapes;
}
