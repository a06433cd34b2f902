import type { Action } from '../action.ts';
import { askForWords } from '../ask-for-words.ts';
import { findPressed } from '../find-pressed.ts';
import { repaint } from '../repaint.ts';

/** Lets a person change the words of a painting, and paints it anew. */
export const change: Action = {
  name: 'change',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { wish } = pressed.painting.generation;
    const pictureCount = wish.references.length;
    const question = { title: 'button.changeTitle', prefilled: wish.prompt, wish, pictureCount } as const;
    return askForWords(press, question, tools);
  },
  async submit(press, { pictures, words }, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting } = pressed;
    return repaint(
      press,
      { painting, change: { isInOwnWords: true, prompt: words, moreReferences: pictures } },
      tools,
    );
  },
};
