import type { ToolVerb } from '../core/verb.ts';
import type { Action } from './action.ts';
import { findPressed } from './find-pressed.ts';
import { repaint } from './repaint.ts';

/** A button that does something to one picture of a result. */
export function workOnResult(verb: ToolVerb): Action {
  return {
    name: verb,
    async run(press, tools) {
      const pressed = await findPressed(press, 'use', tools);
      if (pressed.kind === 'reply') return pressed.reply;
      const { painting, picture = painting.results[0] } = pressed;
      if (picture === undefined) {
        return { kind: 'refusal', text: tools.wording.text('button.picturesGone', press.language) };
      }
      const references = [{ kind: 'kept', key: picture.key }] as const;
      return repaint(press, { painting, change: { verb, references } }, tools);
    },
  };
}
