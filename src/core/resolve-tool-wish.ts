import { cleanPrompt } from './clean-prompt.ts';
import type { ModelCatalog } from './model-catalog.ts';
import { promptProblems } from './resolve-style.ts';
import type { ToolVerb } from './verb.ts';
import { needsPicture } from './verb.ts';
import type { Wish, WishProblem, WishRequest } from './wish.ts';

/** The same as `resolveWish` for everything but painting: nothing of it can be chosen. */
export function resolveToolWish(
  request: WishRequest,
  verb: ToolVerb,
  catalog: ModelCatalog,
):
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'problems'; readonly problems: readonly WishProblem[] } {
  const tool = catalog.toolFor(verb);
  if (tool === undefined) return { kind: 'problems', problems: [{ problem: 'verb-off' }] };
  const prompt = cleanPrompt(request.prompt);
  const problems = needsPicture(verb)
    ? pictureProblems(request)
    : promptProblems({ prompt, style: undefined }, tool);
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'wish',
    wish: {
      verb,
      prompt,
      model: tool.air,
      count: 1,
      aspect: undefined,
      size: undefined,
      seed: undefined,
      // Only PNG is documented to keep what was cut out transparent.
      format: verb === 'cutout' ? 'png' : 'jpeg',
      references: needsPicture(verb) ? request.references : [],
      dropped: [],
    },
  };
}

function pictureProblems({ references }: WishRequest): WishProblem[] {
  const asked = references.length;
  if (asked === 0) return [{ problem: 'picture-missing' }];
  return asked === 1 ? [] : [{ problem: 'one-picture-only', asked }];
}
