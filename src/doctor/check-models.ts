import type { Config } from '../config/config.ts';
import { openCatalog } from '../open-catalog.ts';
import { StartupProblem } from '../startup-problem.ts';
import { failed, ok, type Result } from './finding.ts';

/** Whether the models and styles that the operator offers can be read. */
export async function checkModels(config: Config): Promise<Result> {
  try {
    const { offered } = await openCatalog(config);
    return ok(`${offered.length} on offer`);
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    return failed(error.message);
  }
}
