import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';

/** Deletes a result: its person may, and whoever keeps order where it can be seen. */
export const remove: Action = {
  name: 'remove',
  async run(press, tools) {
    const pressed = await findPressed(press, 'remove', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { generation } = pressed.painting;
    await tools.gallery.remove(generation.id);
    return { kind: 'removal', text: tools.wording.text('button.removed', press.language), generation };
  },
};
