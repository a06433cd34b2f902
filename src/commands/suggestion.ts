import type { Gallery } from '../core/gallery.ts';
import type { ModelCatalog } from '../core/model-catalog.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

/** Something that a person may mean by what they have typed so far. */
export interface Suggestion {
  /** What they read; its styles are not shown. */
  readonly label: RichText;
  /** What the option is given, however long. */
  readonly value: string;
}

/** Who types, and what can be looked up for them. */
export interface Suggesting {
  /** `platform:id`. */
  readonly personId: string;
  /** BCP 47. */
  readonly language: string;
  readonly catalog: ModelCatalog;
  readonly gallery: Gallery;
  readonly wording: Wording;
}

/**
 * Finds what may be meant, best first; the first 25 are shown. It is asked at every key that is pressed, and its answer
 * is of no use after some two seconds.
 */
export type Suggest = (typed: string, suggesting: Suggesting) => Promise<readonly Suggestion[]>;
