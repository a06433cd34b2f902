import type { Command } from './command.ts';
import type { OptionSpecs } from './option.ts';
import { showGallery } from './show-gallery.ts';

const options = {
  words: { kind: 'text', isRest: true, maxLength: 200 },
} as const satisfies OptionSpecs;

/** Looks through the pictures that were painted for a person, newest first. */
export const history: Command<typeof options> = {
  name: 'history',
  isPersonal: true,
  options,
  run: (invocation, tools) => {
    const words = invocation.values.words?.trim() ?? '';
    return showGallery(invocation, { shelf: 'history', words, step: { to: 'newest' } }, tools);
  },
};
