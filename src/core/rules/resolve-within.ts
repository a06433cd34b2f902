import type { ModelCatalog } from '../model-catalog.ts';
import type { ResolvedWish } from '../resolve-wish.ts';
import { resolveWish } from '../resolve-wish.ts';
import type { WishProblem, WishRequest } from '../wish.ts';
import type { Narrowing } from './narrowing.ts';

/**
 * `resolveWish` within what rules leave of the catalogue. What somebody asks for and rules forbid is told as that; a
 * default, be it the person's own or the catalogue's, gives way.
 */
export function resolveWithin(
  request: WishRequest,
  catalog: ModelCatalog,
  narrowing: Pick<Narrowing, 'models' | 'mostPictures'>,
): ResolvedWish {
  const narrowed = narrowCatalog(catalog, narrowing);
  if (narrowed === undefined) {
    const isPainting = (request.verb ?? 'paint') === 'paint';
    if (isPainting) return { kind: 'problems', problems: [{ problem: 'no-model-here' }] };
  }
  const resolved = resolveWish(request, narrowed ?? catalog);
  if (resolved.kind === 'wish') return resolved;
  return {
    kind: 'problems',
    problems: resolved.problems.map((problem) => tellRule(problem, catalog, narrowing)),
  };
}

/** Undefined when no model is left. */
function narrowCatalog(
  catalog: ModelCatalog,
  { models, mostPictures }: Pick<Narrowing, 'models' | 'mostPictures'>,
): ModelCatalog | undefined {
  if (models === undefined && mostPictures === Infinity) return catalog;
  const offered = catalog.offered
    .filter(({ air }) => models?.includes(air) ?? true)
    .map((entry) => ({ ...entry, maxResults: Math.min(entry.maxResults, mostPictures) }));
  const byAir = new Map(offered.map((entry) => [entry.air, entry]));
  const defaultModel = byAir.get(catalog.defaultModel.air) ?? offered[0];
  if (defaultModel === undefined) return undefined;
  return {
    ...catalog,
    offered,
    defaultModel,
    find: (name) => byAir.get(catalog.find(name)?.air ?? ''),
  };
}

function tellRule(
  problem: WishProblem,
  catalog: ModelCatalog,
  { mostPictures }: Pick<Narrowing, 'mostPictures'>,
): WishProblem {
  if (problem.problem === 'model-unknown' && catalog.find(problem.asked) !== undefined) {
    return { ...problem, problem: 'model-not-here' };
  }
  if (problem.problem === 'too-many-pictures' && problem.max === mostPictures) {
    return { ...problem, problem: 'too-many-pictures-here' };
  }
  return problem;
}
