import type { ModelCatalog } from './model-catalog.ts';
import type { Wish, WishRequest } from './wish.ts';
import { nothingNamed } from './wish.ts';

/**
 * Asks for one picture of the same words in the same style and shape by the model that paints drafts. Undefined where
 * `request` wants no draft, or one would not be cheaper or could not be like the wish: with pictures to work from. What comes
 * of it still has to be resolved: its model may not know the shape.
 */
export function draftRequestOf(
  { defaults, draftsFirst = defaults?.draftsFirst ?? false }: WishRequest,
  { aspect, model, prompt, references, style, verb }: Wish,
  { draftModel, find }: ModelCatalog,
): WishRequest | undefined {
  if (!draftsFirst || draftModel === undefined || verb !== 'paint' || references.length > 0) return undefined;
  if ((draftModel.priceMicros ?? 0) >= (find(model)?.priceMicros ?? 0)) return undefined;
  return { ...nothingNamed, prompt, style, aspect, model: draftModel.air, references };
}

/** A draft never stands in the way: where there can be none, or the budget has no room, what was asked for goes on without. */
export function withDraft(
  wish: Wish,
  { draft, isMissed }: { readonly draft: Wish | undefined; readonly isMissed: boolean },
): Wish {
  if (draft !== undefined) return { ...wish, draftModel: draft.model };
  return isMissed ? { ...wish, dropped: [...wish.dropped, 'draftsFirst'] } : wish;
}
