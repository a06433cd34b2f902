import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';
import { repaint } from '../repaint.ts';

/** Paints the same once more, with another seed. */
export const again: Action = {
  name: 'again',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    return repaint(press, { painting: pressed.painting, change: {} }, tools);
  },
};
