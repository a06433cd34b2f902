import { createStyleCatalog } from './create-style-catalog.ts';
import type { ModelCatalog, ModelEntry } from './model-catalog.ts';
import { normalizeModelName } from './model-name.ts';
import type { ModelsFile } from './models-file.ts';
import { applyModelsFile } from './models-file.ts';
import { knownModels } from './offered-models.ts';
import { applyToolsFile } from './tools-file.ts';

/**
 * The built-in catalogue, with the built-in styles, changed by the operator's file when there is one. `toolsAreFree` puts
 * everything but painting on offer even where nobody knows its price.
 *
 * @throws InvalidModelsFile when the file contradicts itself or the catalogue.
 */
export function createModelCatalog({
  modelsFile = {},
  toolsAreFree = false,
}: {
  readonly modelsFile?: ModelsFile | undefined;
  readonly toolsAreFree?: boolean;
} = {}): ModelCatalog {
  const { offered, defaultModel, draftModel } = applyModelsFile(modelsFile, knownModels);
  const tools = applyToolsFile(modelsFile.tools ?? {}, { isFree: toolsAreFree });
  const byName = new Map<string, ModelEntry>();
  for (const entry of offered) {
    for (const name of [entry.air, entry.label, ...entry.aliases]) {
      byName.set(normalizeModelName(name), entry);
    }
  }
  const find = (name: string) => byName.get(normalizeModelName(name));
  return {
    offered,
    defaultModel,
    draftModel,
    styles: createStyleCatalog(),
    find,
    toolFor: (verb) => tools.find((tool) => tool.verb === verb),
    about: (name) => find(name) ?? tools.find(({ air }) => air === name),
  };
}
