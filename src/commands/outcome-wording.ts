import type { GenerationOutcome } from '../core/courier.ts';
import { mayCost } from '../core/draft.ts';
import type { Generation } from '../core/generation.ts';
import { generationOfKey } from '../core/pictures/picture-key.ts';
import { makesTexts } from '../core/verb.ts';
import { formatMoney } from './amounts.ts';
import { wordDraftEnding } from './draft-wording.ts';
import { wordDropped } from './dropped-wording.ts';
import { wordFailure } from './failure-wording.ts';
import { joinText } from './join-text.ts';
import { nameStyleByKey } from './name-style.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import { wordStage } from './stage-wording.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says how a generation ended: what was made with what, or why nothing was; and what its draft cost. */
export function wordEnding(outcome: GenerationOutcome, tools: WordingTools): RichText {
  return joinText([wordEnd(outcome, tools), wordDraftEnding(outcome, tools)], '\n');
}

function wordEnd(outcome: GenerationOutcome, tools: WordingTools): RichText {
  const { draft, generation } = outcome;
  const isDraftPaid = draft !== undefined && mayCost(draft.generation);
  const { language } = generation;
  switch (generation.state) {
    case 'accepted':
    case 'preparing':
    case 'waiting':
    case 'running':
      return wordStage({ generation, state: generation.state, ahead: undefined }, tools);
    case 'made':
    case 'delivered':
    case 'undeliverable':
      return makesTexts(generation.wish.verb) ? wordTexts(outcome, tools) : wordPictures(outcome, tools);
    case 'failed':
      return generation.failure === undefined
        ? tools.say('failure.internal', language)
        : wordFailure(generation, generation.failure, { say: tools.say, isDraftPaid });
    case 'cancelled':
      return wordCancellation(generation, { ...tools, isDraftPaid });
    case 'expired':
      return tools.say(isDraftPaid ? 'draft.expired' : 'outcome.expired', language, {
        count: Math.round((generation.expiresAtMs - generation.acceptedAtMs) / 60_000),
      });
    default:
      return generation.state satisfies never;
  }
}

function wordPictures(outcome: GenerationOutcome, tools: WordingTools): RichText {
  const { generation, pictures } = outcome;
  const { language, missingPictures, wish } = generation;
  const dropped = wordDropped(wish.dropped, language, tools.say);
  const facts = joinText([wordFacts(outcome, tools), dropped], '\n');
  if (missingPictures === 0) return facts;
  const made = pictures.length > 0 ? pictures.length : wish.count - missingPictures;
  return joinText([tools.say('outcome.partial', language, { made, asked: wish.count }), facts], '\n');
}

const longestOldPrompt = 200;

/** The words that were made are quoted above, in the place of a prompt: that is what they are for. */
function wordTexts(outcome: GenerationOutcome, tools: WordingTools): RichText {
  const { language, wish } = outcome.generation;
  const words = shorten(wish.prompt, longestOldPrompt);
  const source = words === '' ? [] : tools.say('tool.madeFrom', language, { words });
  return joinText([source, wordFacts(outcome, tools)], '\n');
}

/** Model, what it did unless it painted, style, number of pictures, size or shape, seed and cost in one line. */
function wordFacts({ generation, pictures }: GenerationOutcome, { say, catalog }: WordingTools): RichText {
  const { language, wish } = generation;
  const costMicros = costOf({ generation, pictures });
  const facts: RichText[] = [[{ text: catalog.about(wish.model)?.label ?? wish.model, style: 'bold' }]];
  if (wish.style !== undefined) {
    facts.push([{ text: nameStyleByKey(wish.style.key, catalog.styles, language), style: 'plain' }]);
  }
  if (pictures.length > 1) facts.push(say('outcome.pictures', language, { count: pictures.length }));
  const [first] = pictures;
  if (wish.verb === 'upscale' && first !== undefined) {
    facts.push(say('tool.upscaled', language, { width: `${first.width}`, height: `${first.height}` }));
  }
  if (wish.verb === 'cutout') facts.push(say('tool.cutOut', language));
  if (wish.aspect !== undefined) facts.push([{ text: wish.aspect, style: 'plain' }]);
  const seeds = seedsOf({ generation, pictures });
  if (seeds.length === 1) facts.push(say('outcome.seed', language, { seed: seeds.join() }));
  if (seeds.length > 1) facts.push(say('outcome.seeds', language, { seeds: seeds.join(', ') }));
  if (isGenerated(wish)) facts.push(say('outcome.generated', language));
  if (costMicros !== undefined) facts.push([{ text: formatMoney(costMicros, language), style: 'plain' }]);
  return joinText(facts, ' · ');
}

/** Pictures that were made of words, or of a result; whether somebody's own picture was generated is not known. */
function isGenerated({ references, verb }: Generation['wish']): boolean {
  const isOfResult = references.some(
    (reference) => reference.kind === 'kept' && generationOfKey(reference.key) !== undefined,
  );
  return verb === 'paint' || (isOfResult && !makesTexts(verb));
}

/** What these pictures cost; the operator may have paid for more, which is nothing to the person. */
function costOf({ generation, pictures }: GenerationOutcome): number | undefined {
  const costs = pictures.map((picture) => picture.costMicros);
  const isKnown = costs.length > 0 && costs.every((cost) => cost !== undefined);
  return isKnown ? costs.reduce((sum, cost) => sum + cost, 0) : generation.costMicros;
}

function seedsOf({ generation, pictures }: GenerationOutcome): readonly number[] {
  const painted = pictures.flatMap((picture) => picture.seed ?? []);
  if (painted.length > 0) return [...new Set(painted)];
  return generation.wish.seed === undefined ? [] : [generation.wish.seed];
}

function wordCancellation(
  generation: Generation,
  { isDraftPaid, say }: WordingTools & { readonly isDraftPaid: boolean },
): RichText {
  const { costMicros, holdsSlot, language, wish } = generation;
  const isPainting = wish.verb === 'paint';
  if (costMicros !== undefined && costMicros > 0) {
    const cost = formatMoney(costMicros, language);
    return say(isPainting ? 'outcome.cancelledPaid' : 'tool.cancelledPaid', language, { cost });
  }
  if (!holdsSlot) return say(isDraftPaid ? 'draft.cancelled' : 'outcome.cancelledUnpaid', language);
  return say(isPainting ? 'outcome.cancelledRunning' : 'tool.cancelledRunning', language);
}
