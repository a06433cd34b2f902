import { toPlainText } from '../../commands/join-text.ts';
import type { TextOption } from '../../commands/option.ts';
import type { Suggesting } from '../../commands/suggestion.ts';

const mostSuggestions = 25;

/** What a person may mean by what they have typed into an option so far. */
export async function suggest(
  spec: TextOption,
  typed: string,
  suggesting: Suggesting,
): Promise<readonly { readonly value: string; readonly label: string }[]> {
  const found = (await spec.suggest?.(typed.slice(0, spec.maxLength), suggesting)) ?? [];
  return found.slice(0, mostSuggestions).map(({ label, value }) => ({ value, label: toPlainText(label) }));
}
