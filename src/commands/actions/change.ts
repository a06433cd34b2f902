import { makesTexts } from '../../core/verb.ts';
import type { Action } from '../action.ts';
import { askForWords } from '../ask-for-words.ts';
import { findPressed } from '../find-pressed.ts';
import { paintingLike, repaint } from '../repaint.ts';
import { wordsOf } from '../words-of.ts';

/** Lets a person change the words of a painting, or words that were made, and paints them anew. */
export const change: Action = {
  name: 'change',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { generation } = pressed.painting;
    const wish = await paintingLike(generation.wish, press, tools);
    const pictureCount = makesTexts(generation.wish.verb) ? 0 : generation.wish.references.length;
    const prefilled = wordsOf(generation);
    return askForWords(press, { title: 'button.changeTitle', prefilled, wish, pictureCount }, tools);
  },
  async submit(press, { pictures, words }, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting } = pressed;
    // Words say by themselves what the picture showed that they were made from.
    const own = makesTexts(painting.generation.wish.verb) ? { references: [] } : {};
    return repaint(
      press,
      { painting, change: { ...own, isInOwnWords: true, prompt: words, moreReferences: pictures } },
      tools,
    );
  },
};
