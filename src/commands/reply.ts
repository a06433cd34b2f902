import type { Generation } from '../core/generation.ts';
import type { RichText } from './rich-text.ts';

/** What a command answers, before a platform has rendered it. */
export type Reply =
  /** The core's courier gives the answer; the adapter sends nothing. */
  | { readonly kind: 'accepted'; readonly generation: Generation }
  /** Information that was asked for. */
  | { readonly kind: 'answer'; readonly text: RichText }
  /** A 'no', for the person only: ephemeral on Discord, coalesced on Telegram. */
  | { readonly kind: 'refusal'; readonly text: RichText };
