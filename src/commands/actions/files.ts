import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';

/** Hands out the pictures as files, exactly as they were made. */
export const files: Action = {
  name: 'files',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting, picture } = pressed;
    const ban = await tools.house.bans.against(press);
    // Their own they may have; where others see them, they would be shown once more.
    if (ban !== undefined && (press.isSeenByOthers || !painting.owners.includes(press.personId))) {
      return { kind: 'refusal', text: tools.wording.refusal(ban, press.language) };
    }
    const pictures = picture === undefined ? painting.results : [picture];
    if (pictures.length === 0) {
      return { kind: 'refusal', text: tools.wording.text('button.picturesGone', press.language) };
    }
    const text = tools.wording.text('button.hereAreFiles', press.language, { count: pictures.length });
    const altTexts = pictures.map((picture) => tools.wording.altText(painting.generation, picture));
    return { kind: 'files', text, pictures, altTexts };
  },
};
