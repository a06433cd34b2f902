import type { OptionSpecs } from '../option.ts';
import type { AdminVerb } from './admin-verb.ts';
import { readDollars } from './read-dollars.ts';
import { readDuration } from './read-duration.ts';
import { readId } from './read-ids.ts';
import { refuse } from './refuse.ts';

const options = {
  person: { kind: 'text', isRest: true, maxLength: 100 },
  pictures: { kind: 'integer', min: 1, max: 10_000 },
  dollars: { kind: 'text', maxLength: 10 },
  for: { kind: 'text', maxLength: 10 },
} as const satisfies OptionSpecs;

const usualMs = 30 * 24 * 60 * 60_000;
const mostDollars = 1_000;

/** Lets a person use so much beyond their budget, once. */
export const grant: AdminVerb<typeof options> = {
  name: 'grant',
  audience: 'admins',
  options,
  async run(call, tools) {
    const { by, language, platform, repliesToId, values } = call;
    const { house, now, wording } = tools;
    const typed = values.person?.trim() ?? '';
    const personId = typed === '' ? repliesToId : readId(typed, { platform, kind: 'person' });
    if (personId === undefined) return refuse('admin.whom', call, tools);
    const lengthMs = values.for === undefined ? usualMs : readDuration(values.for);
    if (lengthMs === undefined) return refuse('admin.howLong', call, tools);
    const { pictures = 0 } = values;
    const micros = values.dollars === undefined ? 0 : readDollars(values.dollars, mostDollars);
    if (micros === undefined || (micros === 0 && pictures === 0)) return refuse('admin.howMuch', call, tools);
    const untilMs = now() + lengthMs;
    const isGranted = await house.budgets.grant(by, { personId, amount: { micros, pictures }, untilMs });
    if (!isGranted) return refuse('admin.notYours', call, tools);
    const text = wording.text('admin.granted', language, {
      person: personId,
      amount: wording.amount({ micros, pictures }, language),
      until: wording.until(untilMs, language),
    });
    return { kind: 'done', text, data: { personId, micros, pictures, untilMs } };
  },
};
