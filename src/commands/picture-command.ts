import type { ToolVerb } from '../core/verb.ts';
import { nothingNamed } from '../core/wish.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { Command } from './command.ts';
import type { OptionSpecs } from './option.ts';

const options = {
  // On Telegram the picture comes along with the message instead, or is replied to.
  image: { kind: 'picture', givenBy: 'attachment', platforms: ['discord'] },
  link: { kind: 'picture', givenBy: 'address', short: 'l', synonyms: ['url'] },
  private: { kind: 'flag', short: 'p' },
} as const satisfies OptionSpecs;

/** A command that does one thing to one picture, and has the name of what it does. */
export function pictureCommand(verb: ToolVerb): Command<typeof options> {
  return {
    name: verb,
    options,
    verb,
    takesPicture: true,
    run: async (invocation, tools) => {
      const { image, link, private: asked } = invocation.values;
      const chosen = [image, link].filter((source) => source !== undefined);
      const references = [...invocation.pictures, ...chosen];
      const isPrivate = asked ?? (await tools.settings.of(invocation.personId)).isPrivate;
      const wish = { ...nothingNamed, verb, prompt: '', references };
      return askForPictures(invocation, { wish, isPrivate, origin: undefined }, tools);
    },
  };
}
