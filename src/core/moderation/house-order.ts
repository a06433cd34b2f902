import type { ModelCatalog } from '../model-catalog.ts';
import type { Narrowing } from '../rules/narrowing.ts';
import type { Wish } from '../wish.ts';
import type { Strictness } from './strictness.ts';

/** What holds for a request where it was made. */
export interface HouseOrder {
  readonly narrowing: Narrowing;
  readonly strictness: Strictness;
}

/**
 * Among adults only what is wanted nowhere is minded, unless those who run the bot decided more for all of it. `usual` holds
 * where nothing was decided.
 */
export function strictnessFor(
  { isAgeRestricted }: { readonly isAgeRestricted?: boolean | undefined },
  { leastStrictness, strictness }: Pick<Narrowing, 'leastStrictness' | 'strictness'>,
  usual: Strictness,
): Strictness {
  return isAgeRestricted === true ? (leastStrictness ?? 'relaxed') : (strictness ?? usual);
}

/** Nobody has to be kept from seeing what they asked for. */
export function isForOthers({
  isPrivate,
  isPrivateChat,
}: {
  readonly isPrivate: boolean;
  readonly isPrivateChat: boolean;
}): boolean {
  return !isPrivate && !isPrivateChat;
}

/** Has pictures looked at before they are shown, where the model takes the question and the place minds. */
export function withContentCheck(
  wish: Wish,
  { catalog, strictness }: { readonly catalog: ModelCatalog; readonly strictness: Strictness },
): Wish {
  const isAsked = wish.verb === 'paint' && catalog.find(wish.model)?.checksContent === true;
  if (!isAsked || strictness === 'relaxed') return wish;
  return { ...wish, contentCheck: strictness === 'strict' ? 'withhold' : 'cover' };
}
