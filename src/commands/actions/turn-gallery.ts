import type { Action, Press } from '../action.ts';
import type { CommandTools } from '../command.ts';
import { galleryActionName, readGalleryTurn } from '../gallery-button.ts';
import type { Reply } from '../reply.ts';
import { showGallery } from '../show-gallery.ts';

/** Turns the page of a gallery. Whoever presses sees a gallery of their own. */
export const turnGallery: Action = {
  name: galleryActionName,
  async run(press, tools) {
    const turn = readGalleryTurn(press.argument);
    if (turn === undefined) return refuse('button.unknown', press, tools);
    const { searchKey: key, shelf, step } = turn;
    const { personId } = press;
    const words = key === undefined ? '' : await tools.gallery.wordsOf({ personId, key });
    if (words === undefined) return refuse('gallery.searchForgotten', press, tools);
    return showGallery(press, { shelf, words, step }, tools);
  },
};

function refuse(
  key: 'button.unknown' | 'gallery.searchForgotten',
  { language }: Press,
  { wording }: CommandTools,
): Reply {
  return { kind: 'refusal', text: wording.text(key, language) };
}
