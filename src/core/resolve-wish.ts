import { cleanPrompt } from './clean-prompt.ts';
import type { ModelCatalog, ModelEntry } from './model-catalog.ts';
import { fillInStyle, promptProblems, readStyle, withStyle } from './resolve-style.ts';
import { resolveToolWish } from './resolve-tool-wish.ts';
import type { DroppedDefault, PictureSize, Wish, WishDefaults, WishProblem, WishRequest } from './wish.ts';
import { seedBounds } from './wish.ts';

export type ResolvedWish =
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'problems'; readonly problems: readonly WishProblem[] };

/**
 * Holds a request against the bounds of the model it names. The answer is either a wish that the model will take, or
 * everything that stands against it at once, so that nobody has to find out one refusal at a time.
 *
 * A person's own defaults fill in what the request leaves out. They never stand against it: one that does not fit is
 * dropped, be it the model itself.
 */
export function resolveWish(request: WishRequest, catalog: ModelCatalog): ResolvedWish {
  if (request.verb !== undefined && request.verb !== 'paint') {
    return resolveToolWish(request, request.verb, catalog);
  }
  const usualModel = request.model === undefined ? request.defaults?.model : undefined;
  if (usualModel === undefined) return resolveWithModel(request, catalog);
  const usual = resolveWithModel({ ...request, model: usualModel }, catalog);
  if (usual.kind === 'wish') return usual;
  const other = resolveWithModel(request, catalog);
  if (other.kind === 'problems') return other;
  return { kind: 'wish', wish: { ...other.wish, dropped: ['model', ...other.wish.dropped] } };
}

function resolveWithModel(request: WishRequest, catalog: ModelCatalog): ResolvedWish {
  const prompt = cleanPrompt(request.prompt);
  const model = request.model === undefined ? catalog.defaultModel : catalog.find(request.model);
  const problems: WishProblem[] = [];
  if (model === undefined) {
    problems.push({
      problem: 'model-unknown',
      asked: request.model ?? '',
      offered: catalog.offered.map((entry) => entry.aliases[0] ?? entry.air),
    });
  }
  const { style, problems: styleProblems } = readStyle(request.style, catalog.styles);
  const words = { prompt, style };
  // The default model's bounds stand in for an unknown one's, so that an empty prompt is told in the same answer.
  problems.push(...styleProblems, ...promptProblems(words, model ?? catalog.defaultModel));
  if (model === undefined) return { kind: 'problems', problems };

  problems.push(
    ...countProblems(request, model),
    ...sizeProblems(request, model),
    ...seedProblems(request, model),
    ...formatProblems(request, model),
    ...referenceProblems(request, model),
  );
  if (problems.length > 0) return { kind: 'problems', problems };
  const styled = fillInStyle(request, words, { styles: catalog.styles, model });
  const { dropped, filled } = fillIn(request, model);
  return {
    kind: 'wish',
    wish: {
      verb: 'paint',
      ...withStyle(styled.words),
      model: model.air,
      count: filled.count ?? 1,
      aspect: filled.aspect,
      size: sizeOf(filled, model),
      seed: request.seed,
      format: filled.format ?? defaultFormat(model),
      references: request.references,
      dropped: [...styled.dropped, ...dropped],
    },
  };
}

/** Puts the person's defaults where the request says nothing, as far as the model takes them. */
function fillIn(
  request: WishRequest,
  model: ModelEntry,
): { readonly filled: WishRequest; readonly dropped: readonly DroppedDefault[] } {
  const { aspect, count, format }: Partial<WishDefaults> = request.defaults ?? {};
  const dropped: DroppedDefault[] = [];
  let filled = request;
  if (request.count === undefined && count !== undefined) {
    if (countProblems({ count }, model).length === 0) filled = { ...filled, count };
    else dropped.push('count');
  }
  if (request.aspect === undefined && aspect !== undefined) {
    const { references } = request;
    if (sizeProblems({ aspect, references }, model).length === 0) filled = { ...filled, aspect };
    else dropped.push('aspect');
  }
  if (request.format === undefined && format !== undefined) {
    if (formatProblems({ format }, model).length === 0) filled = { ...filled, format };
    else dropped.push('format');
  }
  return { filled, dropped };
}

function countProblems({ count: asked = 1 }: Pick<WishRequest, 'count'>, model: ModelEntry): WishProblem[] {
  if (!Number.isInteger(asked) || asked < 1) return [{ problem: 'too-few-pictures', min: 1, asked }];
  if (asked > model.maxResults) return [{ problem: 'too-many-pictures', max: model.maxResults, asked }];
  return [];
}

function sizeProblems(
  { aspect, references }: Pick<WishRequest, 'aspect' | 'references'>,
  model: ModelEntry,
): WishProblem[] {
  if (aspect === undefined) return [];
  const offered = Object.keys(model.sizes);
  if (offered.length === 0) return [{ problem: 'size-not-taken', model: model.label }];
  const problems: WishProblem[] = [];
  if (!offered.includes(aspect)) problems.push({ problem: 'aspect-unknown', asked: aspect, offered });
  if (references.length > 0 && !model.takesSizeWithReferences) {
    problems.push({ problem: 'size-not-taken-with-references', model: model.label });
  }
  return problems;
}

function seedProblems({ seed }: WishRequest, model: ModelEntry): WishProblem[] {
  if (seed === undefined) return [];
  if (!model.takesSeed) return [{ problem: 'seed-not-taken', model: model.label }];
  const { min, max } = seedBounds;
  if (!Number.isInteger(seed) || seed < min || seed > max) {
    return [{ problem: 'seed-out-of-range', min, max }];
  }
  return [];
}

function formatProblems({ format }: Pick<WishRequest, 'format'>, model: ModelEntry): WishProblem[] {
  if (format === undefined || model.formats.includes(format)) return [];
  return [{ problem: 'format-not-taken', asked: format, offered: model.formats }];
}

/** What stands against painting from so many pictures with a model. */
export function referenceProblems(
  { references }: Pick<WishRequest, 'references'>,
  model: ModelEntry,
): WishProblem[] {
  const asked = references.length;
  if (asked === 0) return [];
  if (model.maxReferences === 0) return [{ problem: 'references-not-taken', model: model.label }];
  if (asked > model.maxReferences) {
    return [{ problem: 'too-many-references', max: model.maxReferences, asked }];
  }
  return [];
}

function sizeOf({ aspect, references }: WishRequest, model: ModelEntry): PictureSize | undefined {
  if (aspect !== undefined) return model.sizes[aspect];
  if (!model.needsSize) return undefined;
  return references.length > 0 && !model.takesSizeWithReferences ? undefined : model.sizes['1:1'];
}

function defaultFormat(model: ModelEntry): Wish['format'] {
  return model.formats.includes('jpeg') ? 'jpeg' : (model.formats[0] ?? 'jpeg');
}
