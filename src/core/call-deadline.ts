import type { Generation } from './generation.ts';
import type { ExpectedTime } from './model-timings.ts';
import type { Wish } from './wish.ts';

/** Image-to-image is slower by nature. */
const longestMs = { text: 5 * 60_000, references: 10 * 60_000 };

/** What is slower is no draft: it may hold up the very picture that it comes before. */
const draftMs = 30_000;

/** A model may take three times as long as it usually does. */
const patience = 3;

/** How long the provider may take before an outcome counts as unknown, in milliseconds. */
export function callDeadlineMs(
  { draftOf, wish }: Pick<Generation, 'draftOf' | 'wish'>,
  expectedTime: (wish: Wish) => ExpectedTime | undefined,
): number {
  if (draftOf === undefined) return wish.references.length > 0 ? longestMs.references : longestMs.text;
  const usualMs = expectedTime(wish)?.medianMs ?? 0;
  return Math.min(longestMs.text, Math.max(draftMs, patience * usualMs));
}
