import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';
import { repaint } from '../repaint.ts';
import { wordsOf } from '../words-of.ts';

/** Paints the words that were made, as they are. */
export const paintWords: Action = {
  name: 'paint',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting } = pressed;
    const prompt = wordsOf(painting.generation);
    return repaint(press, { painting, change: { prompt, references: [] } }, tools);
  },
};
