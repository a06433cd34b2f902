import type { ReportOutcome } from '../../core/moderation/reports.ts';
import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';

/** Tells those who keep order that they should look at a result. */
export const report: Action = {
  name: 'report',
  async run(press, tools) {
    const pressed = await findPressed(press, 'use', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { generation, owners } = pressed.painting;
    const { language, personId } = press;
    const say = (key: (typeof keys)[ReportOutcome] | 'report.own') => tools.wording.text(key, language);
    if (owners.includes(personId)) return { kind: 'refusal', text: say('report.own') };
    const outcome = await tools.reports.report({ personId, generation });
    if (outcome !== 'reported') return { kind: 'refusal', text: say(keys[outcome]) };
    return { kind: 'notice', text: say(keys.reported), isShownByMessage: false };
  },
};

const keys = {
  reported: 'report.taken',
  known: 'report.known',
  banned: 'report.reporterBanned',
  'too-many': 'report.tooMany',
  'nobody-to-tell': 'report.nobody',
} as const satisfies Record<ReportOutcome, string>;
