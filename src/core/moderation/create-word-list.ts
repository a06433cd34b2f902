import builtInWords from './built-in-words.json' with { type: 'json' };
import { WordList } from './word-list.ts';
import type { WordPolicy } from './word-policy.ts';
import type { WordsFile } from './words-file.ts';
import { parseWordsFile } from './words-file.ts';

/**
 * The built-in entries, unless the operator's file does without them, and those of the file. What the file allows is
 * allowed everywhere, what the built-in list allows only there: an operator's entry means what it says.
 */
export function createWordList({ allow = [], builtIn = true, entries = [] }: WordsFile): WordPolicy['list'] {
  const known = builtIn ? parseWordsFile(JSON.stringify(builtInWords)) : {};
  const lists = [
    new WordList({ entries: known.entries ?? [], allow: [...(known.allow ?? []), ...allow] }),
    new WordList({ entries, allow }),
  ];
  return {
    actionsOn: (text, strictness) => new Set(lists.flatMap((list) => [...list.actionsOn(text, strictness)])),
  };
}
