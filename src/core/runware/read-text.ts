import { cleanPrompt } from '../clean-prompt.ts';
import type { MadeText } from '../image-model.ts';
import { toMicros } from '../money.ts';
import { cutPrompt } from '../prompt-length.ts';
import type { ResultItem } from './response-body.ts';

/** As many characters as the prompts of most models may have. */
const longestText = 3_000;

/** The words of an item as a prompt, which is what they are made for; none where nothing is to be read. */
export function readText({ costDollars, text = '' }: ResultItem): readonly MadeText[] {
  const words = cleanPrompt(cutPrompt(cleanPrompt(text), longestText));
  const costMicros = costDollars === undefined ? undefined : toMicros(costDollars);
  return words === '' ? [] : [{ text: words, costMicros }];
}
