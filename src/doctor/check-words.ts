import type { Config } from '../config/config.ts';
import { openWordPolicy } from '../open-word-policy.ts';
import { StartupProblem } from '../startup-problem.ts';
import { failed, ok, type Result } from './finding.ts';

/** Whether what the operator wants to be done about words can be read. */
export async function checkWords(config: Config): Promise<Result> {
  try {
    const { strictness } = await openWordPolicy(config);
    return ok(
      `${config.wordsFile === undefined ? 'the built-in list' : 'your list'}, ${strictness} by default`,
    );
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    return failed(error.message);
  }
}
