import type { Generation } from '../core/generation.ts';

/** The words that a generation is about: those that were made, else those that it was made from. */
export function wordsOf({ texts, wish }: Pick<Generation, 'texts' | 'wish'>): string {
  return texts[0] ?? wish.prompt;
}
