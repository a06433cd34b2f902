import { afterEach, describe, expect, test } from 'vitest';
import type { Authority } from '../../../src/core/rules/authority.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { wishFor } from '../support/wishes.ts';

const moderator: Authority = { byId: 'test:mia', isAdmin: false, moderatedPlaceId: 'test:place' };
const stranger: Authority = { byId: 'test:eve', isAdmin: false, moderatedPlaceId: undefined };

describe('rules', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({ adminIds: ['test:root'] });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  function auditOf({ storage }: CoreUnderTest) {
    return storage.transaction(({ audit }) => audit.list({ scope: undefined, before: undefined, limit: 9 }));
  }

  test('hold from the next request on, where they were made, and each change is noted', async () => {
    const underTest = await startCore();
    const { ask, core } = underTest;
    const change = { deniedRoles: ['test:muted'], mostPictures: 2, spoilersAlways: true };
    await core.rules.changePlace(moderator, { placeId: 'test:place', change });
    const muted = { roles: ['test:muted'] };
    expect(await ask('test:ada', muted)).toEqual({ kind: 'refused', refusal: { reason: 'role-missing' } });
    expect((await ask('test:ada', { ...muted, placeId: 'test:elsewhere' })).kind).toBe('accepted');
    expect(await ask('test:ada', { wish: wishFor({ count: 3 }) })).toMatchObject({
      refusal: { reason: 'wish-impossible', problems: [{ problem: 'too-many-pictures-here' }] },
    });
    expect(await ask('test:ada')).toMatchObject({ kind: 'accepted', generation: { isSpoiler: true } });

    const back = { deniedRoles: undefined, spoilersAlways: undefined };
    expect(await core.rules.changePlace(moderator, { placeId: 'test:place', change: back })).toEqual({
      kind: 'changed',
      rules: { mostPictures: 2 },
      wasSo: false,
    });
    // Said once more, it changes nothing, and there is nothing to note.
    expect(await core.rules.changePlace(moderator, { placeId: 'test:place', change: back })).toMatchObject({
      wasSo: true,
    });
    expect(await ask('test:ada', muted)).toMatchObject({
      kind: 'accepted',
      generation: { isSpoiler: false },
    });
    expect(await auditOf(underTest)).toMatchObject([
      {
        byId: 'test:mia',
        scope: 'place:test:place',
        deed: 'rules-changed',
        detail: { before: { deniedRoles: ['test:muted'], spoilersAlways: true }, after: {} },
      },
      { deed: 'rules-changed', detail: { before: {}, after: change } },
    ]);
  });

  test('of a place want a request to be private, where they say so', async () => {
    const { ask, core } = await startCore();
    const change = { privateOnly: true };
    await core.rules.changePlace(moderator, { placeId: 'test:place', change });
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal: { reason: 'private-only' } });
    expect((await ask('test:ada', { isPrivate: true })).kind).toBe('accepted');
  });

  test('of the bot hold everywhere, and pausing it is noted as that', async () => {
    const underTest = await startCore();
    const { ask, core } = underTest;
    await core.rules.changeBot(shellAuthority, { isPaused: true });
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal: { reason: 'paused' } });
    await core.rules.changeBot(shellAuthority, { isPaused: undefined, allowed: ['test:ada'] });
    expect((await ask('test:ada')).kind).toBe('accepted');
    expect(await ask('test:ben')).toEqual({ kind: 'refused', refusal: { reason: 'not-allowed' } });
    await core.rules.changeBot(shellAuthority, { isPaused: true });
    await core.rules.changeBot(shellAuthority, { isPaused: undefined });
    const deeds = (await auditOf(underTest)).map(({ byId, deed }) => [byId, deed]);
    expect(deeds).toEqual([
      ['shell', 'resumed'],
      ['shell', 'paused'],
      ['shell', 'rules-changed'],
      ['shell', 'paused'],
    ]);
  });

  test('are changed by nobody who decides nothing there', async () => {
    const underTest = await startCore();
    const { core } = underTest;
    const refused = { kind: 'not-theirs' };
    const change = { mostPictures: 1 };
    expect(await core.rules.changeBot(moderator, change)).toEqual(refused);
    expect(await core.rules.changePlace(moderator, { placeId: 'test:elsewhere', change })).toEqual(refused);
    expect(await core.rules.changePlace(stranger, { placeId: 'test:place', change })).toEqual(refused);
    const ban = { scope: 'bot', personId: 'test:ada', reason: '', untilMs: undefined } as const;
    expect(await core.bans.ban(moderator, ban)).toEqual(refused);
    expect(await core.bans.lift(moderator, ban)).toBe('not-theirs');
    expect(await core.bans.ban(stranger, { ...ban, scope: 'place:test:place' })).toEqual(refused);
    expect(await core.rules.of('test:place')).toEqual({ bot: {}, place: {} });
    expect(await auditOf(underTest)).toEqual([]);
  });

  test('that are none are refused, and nothing is changed', async () => {
    const { core } = await startCore();
    const change = { mostPictures: 0 };
    await expect(core.rules.changeBot(shellAuthority, change)).rejects.toThrow();
    expect(await core.rules.of('test:place')).toEqual({ bot: {}, place: {} });
  });

  test('that whoever runs the bot decided for a place are not undone there, until they take them back', async () => {
    const underTest = await startCore();
    const { core } = underTest;
    const place = (by: Authority, change: Record<string, unknown>) =>
      core.rules.changePlace(by, { placeId: 'test:place', change });
    await place(shellAuthority, { mostPictures: 1, strictness: 'strict' });
    const before = await auditOf(underTest);
    for (const mostPictures of [undefined, 4])
      expect(await place(moderator, { mostPictures, privateOnly: true })).toEqual({
        kind: 'fixed',
        names: ['mostPictures'],
      });
    expect(await auditOf(underTest)).toEqual(before);
    await place(shellAuthority, { mostPictures: undefined });
    expect(await place(moderator, { mostPictures: 3 })).toMatchObject({
      kind: 'changed',
      rules: { mostPictures: 3, strictness: 'strict', byOperator: ['strictness'] },
    });
  });
});
