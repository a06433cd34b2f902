import type { Strictness } from './strictness.ts';
import type { WordAction } from './words-file.ts';

/** What the operator wants to be done about words. */
export interface WordPolicy {
  readonly list: {
    /** Everything that is to be done where this strictness holds; usually nothing. */
    actionsOn(text: string, strictness: Strictness): ReadonlySet<WordAction>;
  };
  /** The strictness of places that chose none. */
  readonly strictness: Strictness;
}

/** Of a bot that minds no words. */
export const noWordPolicy: WordPolicy = { list: { actionsOn: () => new Set() }, strictness: 'relaxed' };
