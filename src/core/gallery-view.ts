import type { Generation } from './generation.ts';

/** What one person looks through: results that are kept and were not removed. */
export interface GalleryView {
  /** The person, by all their ids. */
  readonly people: readonly string[];
  /** Their own results; or their favourites, among them other people's public ones. */
  readonly shelf: 'history' | 'favourites';
  /** What the prompts hold, every one of them, by `foldWords`. */
  readonly words: readonly string[];
}

export type GalleryStep =
  | { readonly to: 'newest' }
  /** The nearest one accepted before or after that generation, which itself need not be in the view any more. */
  | { readonly to: 'older' | 'newer'; readonly than: string }
  | { readonly to: 'same'; readonly as: string };

export interface GalleryEntry {
  readonly generation: Generation;
  /** From 1, the newest. */
  readonly place: number;
  readonly total: number;
}
