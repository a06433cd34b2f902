import type { Action } from '../action.ts';
import { askForWords } from '../ask-for-words.ts';
import { findPressed } from '../find-pressed.ts';
import { paintingLike, repaint } from '../repaint.ts';

/** Lets a person say what to make of one picture, which becomes what the model works from. */
export const workFrom: Action = {
  name: 'from',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const wish = await paintingLike(pressed.painting.generation.wish, press, tools);
    return askForWords(press, { title: 'button.workFromTitle', prefilled: '', wish, pictureCount: 1 }, tools);
  },
  async submit(press, { pictures, words }, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting, picture = painting.results[0] } = pressed;
    if (picture === undefined) {
      return { kind: 'refusal', text: tools.wording.text('button.picturesGone', press.language) };
    }
    const references = [{ kind: 'kept', key: picture.key }, ...pictures] as const;
    return repaint(press, { painting, change: { isInOwnWords: true, prompt: words, references } }, tools);
  },
};
