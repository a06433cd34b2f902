import type { WordRow } from './rows-by-beginning.ts';
import { RowsByBeginning } from './rows-by-beginning.ts';
import { endsOf } from './word-pattern.ts';
import type { WrittenWord } from './written-word.ts';
import { divide } from './written-word.ts';

/** No two entries that are written as one come to more signs; what is longer would take time for nothing. */
const longestJoined = 40;

/** A first word of which any letters may follow has an ending at most, else it would take in whole words. */
const longestEnding = 3;

/** Tells words that are two words of different lists, written as one: neither list knows them. */
export class JoinedWords {
  readonly #lists: readonly RowsByBeginning[];

  constructor(lists: readonly (readonly WordRow[])[]) {
    this.#lists = lists.map(RowsByBeginning.asOneWord);
  }

  /** The two words, in all ways in which they can be told apart; usually none. */
  partsOf(word: WrittenWord): readonly (readonly [WrittenWord, WrittenWord])[] {
    const { length } = word.signs;
    if (length > longestJoined) return [];
    const found: (readonly [WrittenWord, WrittenWord])[] = [];
    for (const list of this.#lists) {
      for (const { shape } of list.beginningLike(word)) {
        for (const end of withFewEndings(endsOf(word, shape))) {
          if (end === length) continue;
          const parts = divide(word, end);
          if (this.#isOfOther(list, parts[1])) found.push(parts);
        }
      }
    }
    return found;
  }

  #isOfOther(list: RowsByBeginning, word: WrittenWord): boolean {
    return this.#lists.some((other) => other !== list && other.readAs(word).length > 0);
  }
}

function withFewEndings(ends: readonly number[]): readonly number[] {
  const [shortest] = ends;
  if (shortest === undefined) return ends;
  return ends.filter((end) => end <= shortest + longestEnding);
}
