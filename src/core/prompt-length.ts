/**
 * How many characters a prompt has, in the count that makes the fewest and in the one that makes the most of it. Services
 * give bounds in "characters" and say nowhere which (https://runware.ai/docs/en/image-inference/api-reference); a prompt
 * that is within them by both counts is never turned down for its length.
 */
export function countCharacters(prompt: string): { readonly fewest: number; readonly most: number } {
  return { fewest: [...prompt].length, most: prompt.length };
}

/** Whether a prompt is within its bounds, whatever counts as a character. */
export function hasLengthWithin(
  prompt: string,
  { max, min }: { readonly min: number; readonly max: number },
): boolean {
  const { fewest, most } = countCharacters(prompt);
  return fewest >= min && most <= max;
}

/** The beginning of a prompt, of at most so many characters whatever counts as one; none of them is cut in half. */
export function cutPrompt(prompt: string, max: number): string {
  return prompt.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}
