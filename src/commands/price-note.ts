import { draftRequestOf } from '../core/draft-wish.ts';
import type { PricedWish } from '../core/model-catalog.ts';
import { estimateMicros } from '../core/model-catalog.ts';
import { resolveWish } from '../core/resolve-wish.ts';
import type { WishRequest } from '../core/wish.ts';
import { formatMoney } from './amounts.ts';
import type { CommandTools } from './command.ts';
import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';

type Tools = Pick<CommandTools, 'catalog' | 'wording'>;

/** Says what a wish is expected to cost, for whoever is about to ask for it; empty when that is not known. */
export function priceOfWish(wish: PricedWish, language: string, { catalog, wording }: Tools): RichText {
  if (catalog.about(wish.model)?.priceMicros === undefined) return [];
  const price = formatMoney(estimateMicros(wish, catalog), language);
  return wording.text('button.price', language, { price });
}

/** The same for what was not held against the models yet; empty when it would be refused. */
export function priceOfRequest(request: WishRequest, language: string, tools: Tools): RichText {
  const resolved = resolveWish(request, tools.catalog);
  if (resolved.kind !== 'wish') return [];
  const price = priceOfWish(resolved.wish, language, tools);
  const { catalog, wording } = tools;
  const drafting = draftRequestOf(request, resolved.wish, catalog);
  const draft = drafting && resolveWish(drafting, catalog);
  if (draft?.kind !== 'wish') return price;
  const draftPrice = formatMoney(estimateMicros(draft.wish, catalog), language);
  return joinText([price, wording.text('draft.price', language, { price: draftPrice })], ' ');
}
