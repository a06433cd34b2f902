import { nothingNamed } from '../core/wish.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { Command } from './command.ts';
import type { OptionSpecs } from './option.ts';

const options = {
  prompt: { kind: 'text', isRest: true, isRequired: true, maxLength: 4_000 },
  private: { kind: 'flag', short: 'p' },
} as const satisfies OptionSpecs;

/** Makes more of a prompt, for the person to look at and to change before it is painted. */
export const enhance: Command<typeof options> = {
  name: 'enhance',
  options,
  verb: 'enhance',
  run: async (invocation, tools) => {
    const { private: asked, prompt } = invocation.values;
    const isPrivate = asked ?? (await tools.settings.of(invocation.personId)).isPrivate;
    const wish = { ...nothingNamed, verb: 'enhance', prompt, references: [] } as const;
    return askForPictures(invocation, { wish, isPrivate, origin: undefined }, tools);
  },
};
