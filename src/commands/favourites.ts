import type { Command } from './command.ts';
import { history } from './history.ts';
import { showGallery } from './show-gallery.ts';

const { options } = history;

/** Looks through a person's favourites: their own results, and what others painted in public. */
export const favourites: Command<typeof options> = {
  name: 'favourites',
  isPersonal: true,
  options,
  run: (invocation, tools) => {
    const words = invocation.values.words?.trim() ?? '';
    return showGallery(invocation, { shelf: 'favourites', words, step: { to: 'newest' } }, tools);
  },
};
