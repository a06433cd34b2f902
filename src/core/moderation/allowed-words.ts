import type { Place, Reading } from './read-words.ts';
import type { WordRow } from './rows-by-beginning.ts';
import { RowsByBeginning } from './rows-by-beginning.ts';
import type { SpokenWords } from './word-index.ts';
import { hasShape } from './word-pattern.ts';
import type { WrittenWord } from './written-word.ts';

/** Words and phrases that no entry is about: `naked` is not meant in the naked truth. */
export class AllowedWords {
  readonly #words: RowsByBeginning;
  readonly #phrases: RowsByBeginning;

  constructor(rows: readonly WordRow[]) {
    this.#words = RowsByBeginning.asOneWord(rows);
    this.#phrases = RowsByBeginning.byFirstWord(rows);
  }

  /** A text in every way in which it may be read, without what is allowed. Across a comma there is no phrase. */
  takenOutOf({ otherwise, plain }: Reading): readonly SpokenWords[] {
    const phrases = this.#phrasesIn(plain);
    const isSpoken = ({ end, start, word }: Place) =>
      !phrases.some((phrase) => start < phrase.end && phrase.start < end) && !this.#isAllowed(word);
    return [plain, ...otherwise].map((places) =>
      places.map((place) => (isSpoken(place) ? place.word : undefined)),
    );
  }

  #isAllowed(word: WrittenWord): boolean {
    return this.#words.readAs(word).length > 0;
  }

  #phrasesIn(places: readonly Place[]): readonly Pick<Place, 'start' | 'end'>[] {
    return places.flatMap(({ start, word }, index) =>
      this.#phrases
        .readAs(word)
        .map((row) => ({ row, written: places.slice(index, index + row.length) }))
        .filter(({ row, written }) => isPhrase(row, written))
        .map(({ written }) => ({ start, end: written.at(-1)?.end ?? start })),
    );
  }
}

function isPhrase(row: WordRow, written: readonly Place[]): boolean {
  return row.every((shape, index) => {
    const place = written[index];
    return place !== undefined && (index === 0 || place.isWithinPhrase) && hasShape(place.word, shape);
  });
}
