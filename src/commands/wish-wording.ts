import type { WishProblem } from '../core/wish.ts';
import { listChoices } from './list-words.ts';
import { nameStyleByKey } from './name-style.ts';
import { nearestName } from './nearest-name.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says why a wish is outside its model's bounds, and what would be possible. */
export function wordWishProblem(problem: WishProblem, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  switch (problem.problem) {
    case 'verb-off':
      return say('wish.verbOff', language);
    case 'picture-missing':
      return say('wish.pictureMissing', language);
    case 'one-picture-only':
      return say('wish.onePictureOnly', language, { asked: problem.asked });
    case 'prompt-too-short':
      return say('wish.promptTooShort', language, { count: problem.min });
    case 'prompt-too-long':
      return wordTooLong(problem, tools, language);
    case 'model-unknown':
      return wordUnknownModel(problem, tools, language);
    case 'model-not-here':
      return say('wish.modelNotHere', language, {
        model: labelOf(problem.asked, tools),
        offered: listChoices(problem.offered, { say, language }),
      });
    case 'no-model-here':
      return say('wish.noModelHere', language);
    case 'style-unknown':
      return wordUnknownStyle(problem, tools, language);
    case 'too-few-pictures':
      return say('wish.tooFewPictures', language, { min: problem.min, asked: problem.asked });
    case 'too-many-pictures':
      return say('wish.tooManyPictures', language, { count: problem.max, asked: problem.asked });
    case 'too-many-pictures-here':
      return say('wish.tooManyPicturesHere', language, { count: problem.max, asked: problem.asked });
    case 'aspect-unknown':
      return say('wish.aspectUnknown', language, wordChoice(problem, tools, language));
    case 'size-not-taken':
      return say('wish.sizeNotTaken', language, { model: labelOf(problem.model, tools) });
    case 'size-not-taken-with-references':
      return say('wish.sizeNotTakenWithReferences', language, { model: labelOf(problem.model, tools) });
    case 'seed-not-taken':
      return say('wish.seedNotTaken', language, { model: labelOf(problem.model, tools) });
    case 'seed-out-of-range':
      return say('wish.seedOutOfRange', language, { min: problem.min, max: problem.max });
    case 'format-not-taken':
      return say('wish.formatNotTaken', language, wordChoice(problem, tools, language));
    case 'references-not-taken':
      return say('wish.referencesNotTaken', language, { model: labelOf(problem.model, tools) });
    case 'too-many-references':
      return say('wish.tooManyReferences', language, { count: problem.max, asked: problem.asked });
    default:
      return problem satisfies never;
  }
}

interface Choice {
  readonly asked: string;
  readonly offered: readonly string[];
}

function wordUnknownModel(choice: Choice, tools: WordingTools, language: string): RichText {
  const nearest = nearestName(choice.asked, choice.offered);
  if (nearest === undefined)
    return tools.say('wish.modelUnknown', language, wordChoice(choice, tools, language));
  return tools.say('wish.modelUnknownDidYouMean', language, { asked: shorten(choice.asked, 40), nearest });
}

function wordUnknownStyle(choice: Choice, tools: WordingTools, language: string): RichText {
  const { catalog, say } = tools;
  const names = catalog.styles.offered.flatMap((style) => [style.key, ...Object.values(style.names)]);
  const nearest = catalog.styles.find(nearestName(choice.asked, names) ?? '');
  if (nearest === undefined) return say('wish.styleUnknown', language, wordChoice(choice, tools, language));
  return say('wish.styleUnknownDidYouMean', language, {
    asked: shorten(choice.asked, 40),
    nearest: nearest.key,
  });
}

function wordTooLong(
  { length, max, style }: Extract<WishProblem, { readonly problem: 'prompt-too-long' }>,
  { catalog, say }: WordingTools,
  language: string,
): RichText {
  if (style === undefined) return say('wish.promptTooLong', language, { length, max });
  const name = nameStyleByKey(style, catalog.styles, language);
  return say('wish.promptTooLongWithStyle', language, { length, max, style: name });
}

function wordChoice({ asked, offered }: Choice, { say }: WordingTools, language: string) {
  return { asked: shorten(asked, 40), offered: listChoices(offered, { say, language }) };
}

function labelOf(model: string, { catalog }: WordingTools): string {
  return catalog.find(model)?.label ?? model;
}
