import type { Config } from '../config.ts';
import { readModelCatalog } from '../open-image-model.ts';
import { StartupProblem } from '../startup-problem.ts';
import { failed, ok, type Result } from './finding.ts';

/** Whether the models that the operator offers can be read. */
export async function checkModels({ modelsFile }: Config): Promise<Result> {
  try {
    const { offered } = await readModelCatalog(modelsFile);
    return ok(`${offered.length} on offer`);
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    return failed(error.message);
  }
}
