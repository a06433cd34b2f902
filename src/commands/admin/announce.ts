import { joinText } from '../join-text.ts';
import type { OptionSpecs } from '../option.ts';
import { adminButton } from './admin-button.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { refuse } from './refuse.ts';

const options = {
  words: { kind: 'text', isRest: true, maxLength: 1_000 },
  confirm: { kind: 'text', maxLength: 20 },
} as const satisfies OptionSpecs;

/** Says something wherever pictures were asked for lately, once it was confirmed. */
export const announce: AdminVerb<typeof options> = {
  name: 'announce',
  audience: 'admins',
  options,
  async run(call, tools) {
    const { by, language, platform, values } = call;
    const { house, wording } = tools;
    if (values.confirm !== undefined) return send(values.confirm.trim(), call, tools);
    const words = values.words?.trim() ?? '';
    if (words === '') return refuse('admin.whatToSay', call, tools);
    const draft = await house.announcements.draft(by, words);
    if (draft === undefined) return refuse('admin.notYours', call, tools);
    const { key, leftOut, places: count } = draft;
    if (count === 0) return refuse('admin.nobodyToTell', call, tools);
    const asked = joinText(
      [
        wording.text('admin.announceTo', language, { count, words }),
        leftOut === 0 ? [] : wording.text('admin.announceLeftOut', language, { count: leftOut }),
      ],
      '\n\n',
    );
    const label = wording.text('admin.announceSend', language);
    const buttons = [[adminButton({ verb: 'announce', argument: key }, label, 'danger')]];
    const hint = wording.text('admin.announceHint', language, { key });
    const text =
      platform === 'shell' ? [...asked, { text: '\n\n', style: 'plain' } as const, ...hint] : asked;
    return { kind: 'done', text, buttons, data: { key, places: count, leftOut } };
  },
  press: (call, tools) => send(call.values, call, tools),
};

async function send(key: string, call: AdminCall<unknown>, tools: AdminTools): Promise<AdminAnswer> {
  const { by, language } = call;
  const { house, wording } = tools;
  const places = await house.announcements.send(by, key);
  if (places === undefined) return refuse('admin.notYours', call, tools);
  if (places === 0) return refuse('admin.announceGone', call, tools);
  return {
    kind: 'done',
    text: wording.text('admin.announced', language, { count: places }),
    data: { places },
  };
}
