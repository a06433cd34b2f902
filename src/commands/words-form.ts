import type { ReferenceSource } from '../core/reference-source.ts';
import type { RichText } from './rich-text.ts';

/** Asks a person for words: a form on Discord, a question to reply to on Telegram. */
export interface WordsForm {
  /** The id of the button that the answers go to. */
  readonly buttonId: string;
  /** At most 45 letters. */
  readonly title: RichText;
  /** What stands in the form already; empty when nothing does. */
  readonly prefilled: string;
  readonly placeholder: RichText;
  /** What it is expected to cost, in at most 100 letters; empty when nobody knows. */
  readonly note: RichText;
  readonly length: { readonly min: number; readonly max: number };
  /** How many pictures the model takes besides those that the button is about. */
  readonly roomForPictures: number;
}

/** What a person filled in. */
export interface FormAnswers {
  readonly words: string;
  /** Pictures that came along with the words, in the person's order. */
  readonly pictures: readonly ReferenceSource[];
}
