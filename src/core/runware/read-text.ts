import { cleanPrompt } from '../clean-prompt.ts';
import type { MadeText } from '../image-model.ts';
import { toMicros } from '../money.ts';
import type { ResultItem } from './response-body.ts';

/** In UTF-16 units: as many as the prompts of most models may have. */
const longestText = 3_000;

/** The words of an item as a prompt, which is what they are made for; none where nothing is to be read. */
export function readText({ costDollars, text = '' }: ResultItem): readonly MadeText[] {
  const words = cleanPrompt(withoutHalf(cleanPrompt(text).slice(0, longestText)));
  const costMicros = costDollars === undefined ? undefined : toMicros(costDollars);
  return words === '' ? [] : [{ text: words, costMicros }];
}

/** The cut may have left the first half of a character. */
function withoutHalf(cut: string): string {
  return cut.replace(/[\ud800-\udbff]$/, '');
}
