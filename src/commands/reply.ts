import type { DeliverablePicture } from '../core/courier.ts';
import type { Generation } from '../core/generation.ts';
import type { Button } from './button.ts';
import type { RichText } from './rich-text.ts';
import type { WordsForm } from './words-form.ts';

/** What a person should hear beside the answer, privately where the platform can do that. */
export interface WithNews {
  readonly news?: News;
}

export interface News {
  readonly text: RichText;
  /** Call it once the words have arrived; until then they are said again. */
  readonly said: () => Promise<void>;
}

/** What a command or a button answers, before a platform has rendered it. */
export type Reply =
  /** The core's courier gives the answer; the adapter sends nothing. */
  | { readonly kind: 'accepted'; readonly generation: Generation }
  /** Information that was asked for. */
  | { readonly kind: 'answer'; readonly text: RichText }
  /** A 'no', for the person only: ephemeral on Discord, coalesced on Telegram. */
  | { readonly kind: 'refusal'; readonly text: RichText }
  /** A few words for the person only, at most 200 letters. */
  | {
      readonly kind: 'notice';
      readonly text: RichText;
      /** The message with the button comes to say it too, so that where a notice is a message of its own it is left out. */
      readonly isShownByMessage: boolean;
    }
  /** Words are needed first: `action.submit` follows. */
  | { readonly kind: 'form'; readonly form: WordsForm }
  /** The files as they were made, for the person only where the platform can do that. */
  | {
      readonly kind: 'files';
      readonly text: RichText;
      /** At most 10. */
      readonly pictures: readonly DeliverablePicture[];
      /** Of each picture, in the same order. */
      readonly altTexts: readonly string[];
    }
  /** Files that are no pictures, for the person only whatever the place. */
  | {
      readonly kind: 'documents';
      readonly text: RichText;
      /** Makes them when they are needed; called again when they could not be sent. */
      readonly prepare: () => Promise<readonly DocumentFile[]>;
    }
  /** The message with the button, and what belongs to it, is taken away; where that is impossible it becomes `text`. */
  | { readonly kind: 'removal'; readonly text: RichText; readonly generation: Generation }
  /** A message for the person only; on a press it replaces the message with the button. */
  | { readonly kind: 'page'; readonly page: Page };

/** A file of at most 8 MB, which every platform takes. */
export interface DocumentFile {
  /** With its ending. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A message that its own buttons turn into another. */
export interface Page {
  readonly text: RichText;
  /** At most 10. */
  readonly pictures: readonly DeliverablePicture[];
  /** Of each picture, in the same order. */
  readonly altTexts: readonly string[];
  /** What is said in place of pictures that are not there; by default that their files are lost. */
  readonly unshown?: RichText;
  readonly buttons: ButtonRows;
}

/** At most 5 rows with at most 5 buttons each, which is what Discord takes and what fits a phone. */
export type ButtonRows = readonly (readonly Button[])[];
