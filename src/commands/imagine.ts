import { pictureFormats, seedBounds } from '../core/wish.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { Command } from './command.ts';
import type { OptionSpecs } from './option.ts';
import { suggestModels } from './suggest-models.ts';
import { suggestPrompts } from './suggest-prompts.ts';
import { suggestStyles } from './suggest-styles.ts';

const aspects = [
  '1:1',
  '3:2',
  '2:3',
  '4:3',
  '3:4',
  '5:4',
  '4:5',
  '16:9',
  '9:16',
  '21:9',
  '9:21',
  '2:1',
  '1:2',
] as const;

const aspectSpellings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    aspects.flatMap((aspect) => ['x', '/', '-'].map((sign) => [aspect.replace(':', sign), aspect])),
  ),
  square: '1:1',
  landscape: '3:2',
  portrait: '2:3',
  wide: '16:9',
  tall: '9:16',
};

/** On Telegram pictures come along with the message instead. */
const attachment = { kind: 'picture', givenBy: 'attachment', platforms: ['discord'] } as const;

const options = {
  prompt: { kind: 'text', isRest: true, isRequired: true, maxLength: 4_000, suggest: suggestPrompts },
  count: { kind: 'integer', short: 'c', synonyms: ['n'], min: 1, max: 4 },
  // An AIR id is possible too, so this is no closed choice.
  model: { kind: 'text', short: 'm', maxLength: 100, suggest: suggestModels },
  // The operator's to extend, so this is none either.
  style: { kind: 'text', maxLength: 100, suggest: suggestStyles },
  aspect: { kind: 'choice', short: 'a', synonyms: ['ar'], choices: aspects, spellings: aspectSpellings },
  seed: { kind: 'integer', short: 's', ...seedBounds },
  format: { kind: 'choice', short: 'f', choices: pictureFormats, spellings: { jpg: 'jpeg' } },
  draft: { kind: 'flag', short: 'd' },
  private: { kind: 'flag', short: 'p' },
  link: { kind: 'picture', givenBy: 'address', short: 'l', synonyms: ['image', 'url'] },
  image: { ...attachment },
  image2: { ...attachment },
  image3: { ...attachment },
  image4: { ...attachment },
} as const satisfies OptionSpecs;

/** Asks for pictures in a person's own words. */
export const imagine: Command<typeof options> = {
  name: 'imagine',
  options,
  run: async (invocation, tools) => {
    const defaults = await tools.settings.of(invocation.personId);
    const {
      aspect,
      count,
      draft: draftsFirst,
      format,
      model,
      private: isPrivate = defaults.isPrivate,
      prompt,
      seed,
      style,
    } = invocation.values;
    const { image, image2, image3, image4, link } = invocation.values;
    const chosen = [image, image2, image3, image4, link].filter((source) => source !== undefined);
    const references = [...invocation.pictures, ...chosen];
    const wish = {
      prompt,
      model,
      style,
      count,
      aspect,
      seed,
      format,
      references,
      draftsFirst,
      defaults,
    };
    return askForPictures(invocation, { wish, isPrivate, origin: undefined }, tools);
  },
};
