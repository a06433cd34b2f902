import type { GenerationOutcome, GenerationStatus } from '../core/courier.ts';
import { mayCost } from '../core/draft.ts';
import { queuedStates } from '../core/generation-state.ts';
import { formatMoney } from './amounts.ts';
import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says what comes before the pictures, or that it is shown, and what both cost; nothing where no draft is asked for. */
export function wordDraftStatus(status: GenerationStatus, { catalog, say }: WordingTools): RichText {
  const { draft, generation } = status;
  if (draft === undefined) return [];
  const { language, wish } = generation;
  const values = {
    ...valuesOf(status, { catalog }),
    count: wish.count,
    model: catalog.about(wish.model)?.label ?? wish.model,
    price: formatMoney(generation.reservedMicros, language),
  };
  switch (draft.generation.state) {
    case 'accepted':
    case 'preparing':
    case 'waiting':
    case 'running':
      return say('draft.coming', language, values);
    case 'made':
    case 'delivered':
    case 'undeliverable': {
      if (draft.picture === undefined) return say('draft.paid', language, values);
      const isQueued = queuedStates.some((state) => state === generation.state);
      const choice = isQueued ? say('draft.mayCancel', language) : [];
      return joinText([say('draft.shown', language, values), choice], ' ');
    }
    case 'failed':
    case 'cancelled':
    case 'expired':
      return say('draft.none', language);
    default:
      return draft.generation.state satisfies never;
  }
}

/** Says at the end what the draft cost, and that it is none but a draft where nothing else is shown. */
export function wordDraftEnding(outcome: GenerationOutcome, { catalog, say }: WordingTools): RichText {
  const { draft, generation, pictures } = outcome;
  if (draft === undefined || !mayCost(draft.generation)) return [];
  const { language } = generation;
  const values = valuesOf(outcome, { catalog });
  if (draft.generation.holdsSlot) return say('draft.begun', language, values);
  const isShown = pictures.some(({ role }) => role === 'draft');
  return say(isShown ? 'draft.only' : 'draft.paid', language, values);
}

function valuesOf(
  { draft, generation }: GenerationStatus | GenerationOutcome,
  { catalog }: Pick<WordingTools, 'catalog'>,
) {
  const { costMicros, reservedMicros, wish } = draft?.generation ?? generation;
  return {
    draftModel: catalog.about(wish.model)?.label ?? wish.model,
    draftPrice: formatMoney(costMicros ?? reservedMicros, generation.language),
  };
}
