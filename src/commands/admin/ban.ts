import { joinText } from '../join-text.ts';
import type { OptionSpecs } from '../option.ts';
import { scopeOf, scopeOptions } from './admin-scope.ts';
import type { AdminVerb } from './admin-verb.ts';
import { readDuration } from './read-duration.ts';
import { readId } from './read-ids.ts';
import { refuse } from './refuse.ts';

const options = {
  person: { kind: 'text', isRest: true, maxLength: 100 },
  for: { kind: 'text', maxLength: 10 },
  reason: { kind: 'text', maxLength: 300 },
  ...scopeOptions,
} as const satisfies OptionSpecs;

/** Keeps somebody out, here or everywhere, for a time or until it is lifted. */
export const ban: AdminVerb<typeof options> = {
  name: 'ban',
  audience: 'moderators',
  options,
  async run(call, tools) {
    const { by, language, platform, repliesToId, values } = call;
    const { house, now, wording } = tools;
    const scope = scopeOf(call);
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    const typed = values.person?.trim() ?? '';
    const personId = typed === '' ? repliesToId : readId(typed, { platform, kind: 'person' });
    if (personId === undefined) return refuse('admin.whom', call, tools);
    const lengthMs = values.for === undefined ? undefined : readDuration(values.for);
    if (values.for !== undefined && lengthMs === undefined) return refuse('admin.howLong', call, tools);
    const untilMs = lengthMs === undefined ? undefined : now() + lengthMs;
    const reason = values.reason?.trim() ?? '';
    const outcome = await house.bans.ban(by, { scope, personId, reason, untilMs });
    switch (outcome.kind) {
      case 'not-theirs':
        return refuse('admin.notYours', call, tools);
      case 'is-admin':
        return refuse('admin.banAdmin', call, tools);
      case 'fixed':
        return refuse('admin.banFixed', call, tools);
      case 'banned': {
        const key = scope === 'bot' ? 'admin.bannedEverywhere' : 'admin.bannedHere';
        const text = wording.text(key, language, {
          person: personId,
          until: wording.until(untilMs, language),
        });
        const count = outcome.ended;
        const ended = count === 0 ? [] : wording.text('admin.bannedEnded', language, { count });
        return {
          kind: 'done',
          text: joinText([text, ended], ' '),
          data: { scope, personId, reason, untilMs, ended: count },
        };
      }
      default:
        return outcome satisfies never;
    }
  },
};
