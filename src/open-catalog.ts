import { readFile } from 'node:fs/promises';
import type { Config } from './config/config.ts';
import { createModelCatalog } from './core/create-model-catalog.ts';
import { createStyleCatalog } from './core/create-style-catalog.ts';
import type { ModelCatalog } from './core/model-catalog.ts';
import { InvalidModelsFile, parseModelsFile } from './core/models-file.ts';
import { InvalidStylesFile, parseStylesFile } from './core/styles-file.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * What is on offer, as the operator's files have it.
 *
 * @throws StartupProblem (78) when they cannot be read or used, with all that is wrong with either.
 */
export async function openCatalog({
  modelsFile,
  runware,
  stylesFile,
}: Pick<Config, 'modelsFile' | 'stylesFile'> & {
  readonly runware: Config['runware'] | undefined;
}): Promise<ModelCatalog> {
  const toolsAreFree = runware === 'sandbox';
  const [styles, models] = await Promise.all([
    use({ variable: 'STYLES_FILE', path: stylesFile }, (text) =>
      createStyleCatalog(text === undefined ? {} : parseStylesFile(text)),
    ),
    use({ variable: 'MODELS_FILE', path: modelsFile }, (text) =>
      createModelCatalog({ toolsAreFree, ...(text !== undefined && { modelsFile: parseModelsFile(text) }) }),
    ),
  ]);
  if ('problem' in models || 'problem' in styles) {
    const problems = [models, styles].flatMap((used) => ('problem' in used ? [used.problem] : []));
    throw new StartupProblem(problems.join('\n'), 78);
  }
  return { ...models.value, styles: styles.value };
}

type Used<Value> = { readonly value: Value } | { readonly problem: string };

async function use<Value>(
  { path, variable }: { readonly path: string | undefined; readonly variable: string },
  read: (text: string | undefined) => Value,
): Promise<Used<Value>> {
  try {
    return { value: read(path === undefined ? undefined : await readFile(path, 'utf8')) };
  } catch (error) {
    const isKnown = error instanceof InvalidModelsFile || error instanceof InvalidStylesFile;
    const faults = isKnown ? error.faults : ['expected a file that can be read'];
    return { problem: `${variable} (${path}): ${faults.join('; ')}` };
  }
}
