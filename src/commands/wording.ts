import type { GenerationOutcome, GenerationStatus } from '../core/courier.ts';
import type { Generation } from '../core/generation.ts';
import type { Refusal } from '../core/refusal.ts';
import type { RichText } from './rich-text.ts';

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
  /** Alternative text of the picture at `position`, in plain words and at most 1,024 characters. */
  altText(generation: Generation, position: number): string;
  refusal(refusal: Refusal, language: string): RichText;
  /** An unexpected fault; `reference` is what the operator finds in the log. */
  fault(reference: string, language: string): RichText;
  /** One text by its key, for what belongs to a single platform (a button, a hint). */
  text(key: string, language: string, values?: Readonly<Record<string, string | number>>): RichText;
}
