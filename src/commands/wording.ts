import type { GenerationOutcome, GenerationStatus, ReportSheet } from '../core/courier.ts';
import type { FailureCode } from '../core/failure.ts';
import type { Generation } from '../core/generation.ts';
import type { Amount } from '../core/limits/budget.ts';
import type { MicroDollars } from '../core/money.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Spent } from '../core/spending.ts';
import type { Wish } from '../core/wish.ts';
import type { ToldPicture } from './alt-text-wording.ts';
import type { OptionProblem } from './option-problem.ts';
import type { ButtonRows } from './reply.ts';
import type { ReportLinks } from './report-wording.ts';
import type { RichText } from './rich-text.ts';
import type { TextKey, ValuesFor } from './texts/text-key.ts';

/**
 * Everything Easel says, in the person's language. Couriers and adapters render what this returns; no words are
 * written anywhere else.
 */
export interface Wording {
  /** The status message while a generation waits or runs. */
  status(status: GenerationStatus): RichText;
  /** The final message: what was made (prompt, model, seed, cost), or why nothing was. At most 4,000 characters. */
  outcome(outcome: GenerationOutcome): RichText;
  /** The outcome within `maxLength` UTF-16 units: a long prompt is shortened, the facts stay. */
  outcomeWithin(outcome: GenerationOutcome, maxLength: number): RichText;
  /** What can be done with the generation from its message, which shows so many pictures. */
  buttons(generation: Generation, pictureCount: number): ButtonRows;
  /** Alternative text of one of its pictures, in plain words and at most 1,024 characters. */
  altText(generation: Generation, picture: ToldPicture): string;
  /** How long a wish takes in seconds, at least 1; undefined when nobody knows. */
  typicalSeconds(wish: Pick<Wish, 'model' | 'references'>): number | undefined;
  /** How far an unfinished generation is, without its prompt. */
  stage(status: GenerationStatus): RichText;
  /** A moment with its time zone, as in `Nov 23, 00:00 UTC`. */
  moment(atMs: number, language: string): string;
  /** Until when something lasts; undefined = until somebody ends it. */
  until(atMs: number | undefined, language: string): string;
  money(micros: MicroDollars, language: string): string;
  /** What somebody may use, as in `$2 and 20 pictures`. */
  amount(amount: Amount, language: string): string;
  /** How long ago a moment was, as in `2 hours ago`; after a week, the day. */
  ago(atMs: number, language: string): string;
  refusal(refusal: Refusal, language: string): RichText;
  /** What a code of failures means, without advice. */
  failureCode(code: FailureCode, language: string): RichText;
  /** What a person used, what is left, and when it renews. */
  spending(spent: Spent, language: string): RichText;
  /** When a person's budget is a new one. */
  renewal(atMs: number, language: string): RichText;
  /** Everything that is wrong with the options of one command. Nothing was started. */
  optionProblems(
    problems: readonly OptionProblem[],
    place: { readonly platform: string; readonly language: string; readonly command?: string },
  ): RichText;
  /** What moderators read about a report. */
  report(sheet: ReportSheet, links: ReportLinks): RichText;
  /** What moderators may decide about it. */
  reportButtons(sheet: ReportSheet): ButtonRows;
  /** An unexpected fault; `reference` is what the operator finds in the log. */
  fault(reference: string, language: string): RichText;
  /**
   * One text by its key, for what belongs to a single platform (a button, a hint). Numbers are written as the language
   * writes them, so ids and seeds are given as strings; `count` selects the plural.
   */
  text<Key extends TextKey>(key: Key, language: string, ...values: ValuesFor<Key>): RichText;
}
