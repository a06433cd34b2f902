import builtInWords from './built-in-words.json' with { type: 'json' };
import { WordList } from './word-list.ts';
import type { WordsFile } from './words-file.ts';
import { parseWordsFile } from './words-file.ts';

/** The built-in entries, unless the operator's file does without them, and those of the file. */
export function createWordList({ allow = [], builtIn = true, entries = [] }: WordsFile): WordList {
  const known = builtIn ? (parseWordsFile(JSON.stringify(builtInWords)).entries ?? []) : [];
  return new WordList({ entries: [...known, ...entries], allow });
}
