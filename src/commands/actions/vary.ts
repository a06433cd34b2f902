import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';
import { repaint } from '../repaint.ts';

/** Paints variations of one picture: it becomes what the model works from, with the words it was made of. */
export const vary: Action = {
  name: 'vary',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting, picture = painting.results[0] } = pressed;
    if (picture === undefined) {
      return { kind: 'refusal', text: tools.wording.text('button.picturesGone', press.language) };
    }
    const references = [{ kind: 'kept', key: picture.key }] as const;
    return repaint(press, { painting, change: { references } }, tools);
  },
};
