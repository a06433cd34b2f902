import type { Ban } from '../../core/rules/ban.ts';
import type { OptionSpecs } from '../option.ts';
import { scopeOf, scopeOptions } from './admin-scope.ts';
import type { AdminVerb } from './admin-verb.ts';
import { readId } from './read-ids.ts';
import { refuse } from './refuse.ts';

const options = {
  person: { kind: 'text', isRest: true, maxLength: 100 },
  ...scopeOptions,
} as const satisfies OptionSpecs;

/** Lets somebody in again. */
export const unban: AdminVerb<typeof options> = {
  name: 'unban',
  audience: 'moderators',
  options,
  async run(call, tools) {
    const { by, language, platform, repliesToId, values } = call;
    const { house, wording } = tools;
    const scope = scopeOf(call);
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    const typed = values.person?.trim() ?? '';
    const bans = await house.bans.list(scope);
    const named = typed === '' ? repliesToId : readId(typed, { platform, kind: 'person' });
    const isBanned = (id: string | undefined) => bans.some((ban) => ban.personId === id);
    const personId = isBanned(named) ? named : (findByNumber(typed, bans) ?? named);
    if (personId === undefined) return refuse('admin.whom', call, tools);
    const outcome = await house.bans.lift(by, { scope, personId });
    if (outcome === 'not-theirs') return refuse('admin.notYours', call, tools);
    if (outcome === 'fixed') return refuse('admin.banFixed', call, tools);
    const text = wording.text(outcome === 'lifted' ? 'admin.unbanned' : 'admin.wasNotBanned', language, {
      person: personId,
    });
    return { kind: 'done', text, data: { scope, personId, outcome } };
  },
};

/** A number alone may have been banned on the other platform, and in a shell it is on none. */
function findByNumber(typed: string, bans: readonly Ban[]): string | undefined {
  if (!/^\d+$/.test(typed)) return undefined;
  const [alike, ...others] = bans.filter(({ personId }) => personId.endsWith(`:${typed}`));
  return others.length === 0 ? alike?.personId : undefined;
}
