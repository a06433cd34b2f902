import type { ModelEntry } from '../core/model-catalog.ts';
import { formatMoney } from './amounts.ts';
import { joinText } from './join-text.ts';
import type { Suggest, Suggesting, Suggestion } from './suggestion.ts';

/** The models on offer that what was typed may mean, each with its price. */
export const suggestModels: Suggest = async (typed, suggesting) => {
  const wanted = typed.trim().toLowerCase();
  const known = suggesting.catalog.offered.filter((model) => rankOf(model, wanted) < notMeant);
  return known
    .toSorted((one, other) => rankOf(one, wanted) - rankOf(other, wanted))
    .map((model) => toSuggestion(model, suggesting));
};

const notMeant = 2;

/** A name that begins with it, before one that has it somewhere. */
function rankOf({ air, aliases, label }: ModelEntry, wanted: string): number {
  const names = [...aliases, label, air].map((name) => name.toLowerCase());
  if (names.some((name) => name.startsWith(wanted))) return 0;
  return names.some((name) => name.includes(wanted)) ? 1 : notMeant;
}

function toSuggestion(model: ModelEntry, { language, wording }: Suggesting): Suggestion {
  const price =
    model.priceMicros === undefined
      ? []
      : wording.text('models.price', language, { price: formatMoney(model.priceMicros, language) });
  const name = [{ text: model.label, style: 'plain' }] as const;
  return { label: joinText([name, price], ' · '), value: model.aliases[0] ?? model.air };
}
