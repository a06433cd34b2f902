import { readFile } from 'node:fs/promises';
import type { Config } from './config/config.ts';
import { createWordList } from './core/moderation/create-word-list.ts';
import type { WordPolicy } from './core/moderation/word-policy.ts';
import { InvalidWordsFile, parseWordsFile } from './core/moderation/words-file.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * What is done about words, as the operator's file has it.
 *
 * @throws StartupProblem (78) when it cannot be read or used, with all that is wrong with it.
 */
export async function openWordPolicy({ wordsFile: path }: Pick<Config, 'wordsFile'>): Promise<WordPolicy> {
  try {
    const file = path === undefined ? {} : parseWordsFile(await readFile(path, 'utf8'));
    return { list: createWordList(file), strictness: file.strictness ?? 'standard' };
  } catch (error) {
    const faults = error instanceof InvalidWordsFile ? error.faults : ['expected a file that can be read'];
    throw new StartupProblem(`WORDS_FILE (${path}): ${faults.join('; ')}`, 78);
  }
}
