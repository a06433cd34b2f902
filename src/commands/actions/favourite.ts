import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';

/** Makes a result one of the person's favourites; pressed again, ends that. */
export const favourite: Action = {
  name: 'star',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { id } = pressed.painting.generation;
    const { personId, sourceKey } = press;
    const isFavourite = await tools.gallery.toggleFavourite({ id, personId, sourceKey });
    const key = isFavourite ? 'button.starred' : 'button.unstarred';
    return { kind: 'notice', text: tools.wording.text(key, press.language), isShownByMessage: false };
  },
};
