import { createStyleCatalog } from './create-style-catalog.ts';
import type { ModelCatalog, ModelEntry } from './model-catalog.ts';
import { normalizeModelName } from './model-name.ts';
import type { ModelsFile } from './models-file.ts';
import { applyModelsFile } from './models-file.ts';
import { knownModels } from './offered-models.ts';

/**
 * The built-in catalogue, with the built-in styles, changed by the operator's file when there is one.
 *
 * @throws InvalidModelsFile when the file contradicts itself or the catalogue.
 */
export function createModelCatalog({
  modelsFile,
}: {
  readonly modelsFile?: ModelsFile | undefined;
} = {}): ModelCatalog {
  const { offered, defaultModel } = applyModelsFile(modelsFile ?? {}, knownModels);
  const byName = new Map<string, ModelEntry>();
  for (const entry of offered) {
    for (const name of [entry.air, entry.label, ...entry.aliases]) {
      byName.set(normalizeModelName(name), entry);
    }
  }
  const styles = createStyleCatalog();
  return { offered, defaultModel, styles, find: (name) => byName.get(normalizeModelName(name)) };
}
