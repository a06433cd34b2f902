import { afterEach, describe, expect, test } from 'vitest';
import type { Authority } from '../../../src/core/rules/authority.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';

const moderator: Authority = { byId: 'test:mia', isAdmin: false, moderatedPlaceId: 'test:place' };
const everywhere = { scope: 'bot', personId: 'test:ada', reason: 'spam', untilMs: undefined } as const;
const here = { ...everywhere, scope: 'place:test:place' } as const;
const hourMs = 3_600_000;

describe('a ban', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({
      adminIds: ['test:root'],
      limits: { maxRunningPerUser: 1 },
    });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  test('keeps a person out until its time is over', async () => {
    const { ask, clock, core } = await startCore();
    const untilMs = clock.nowMs + hourMs;
    await core.bans.ban(moderator, { ...here, untilMs });
    const refusal = { reason: 'banned', from: 'place', why: 'spam', untilMs };
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal });
    expect((await ask('test:ada', { placeId: 'test:elsewhere' })).kind).toBe('accepted');
    expect((await ask('test:ben')).kind).toBe('accepted');
    expect(await core.bans.list(here.scope)).toMatchObject([{ personId: 'test:ada', byId: 'test:mia' }]);
    clock.nowMs = untilMs;
    expect((await ask('test:ada')).kind).toBe('accepted');
    expect(await core.bans.list(here.scope)).toEqual([]);
    expect(await core.bans.lift(moderator, here)).toBe('was-not-banned');
  });

  test('is over when it is lifted, which is noted like the ban itself', async () => {
    const { ask, core, storage } = await startCore();
    await core.bans.ban(shellAuthority, everywhere);
    expect(await ask('test:ada')).toMatchObject({ refusal: { reason: 'banned', from: 'bot' } });
    expect(await core.bans.lift(shellAuthority, everywhere)).toBe('lifted');
    expect((await ask('test:ada')).kind).toBe('accepted');
    const query = { scope: undefined, before: undefined, limit: 9 };
    expect(await storage.transaction(({ audit }) => audit.list(query))).toMatchObject([
      { deed: 'ban-lifted', subject: 'test:ada', byId: 'shell', scope: 'bot' },
      { deed: 'banned', subject: 'test:ada', byId: 'shell', scope: 'bot', detail: { reason: 'spam' } },
    ]);
  });

  test('ends what waits there, unpaid and told, and lets go on what runs', async () => {
    const { ask, core, courier, model, settled, storage } = await startCore();
    const running = await ask('test:ada');
    await settled();
    const waiting = await ask('test:ada');
    const elsewhere = await ask('test:ada', { placeId: 'test:elsewhere' });
    const others = await ask('test:ben');
    await settled();
    expect(await core.bans.ban(moderator, here)).toEqual({ kind: 'banned', ended: 1 });
    await settled();
    const stateOf = async (asked: typeof waiting) => {
      if (asked.kind !== 'accepted') throw new Error('expected it to be accepted');
      const { id } = asked.generation;
      return storage.transaction(async ({ generations }) => (await generations.find(id))?.state);
    };
    expect(await stateOf(waiting)).toBe('failed');
    expect(await stateOf(running)).toBe('running');
    expect(await stateOf(elsewhere)).toBe('waiting');
    expect(await stateOf(others)).toBe('running');
    expect(courier.delivered.map(({ generation }) => generation.failure?.code)).toEqual(['banned']);
    for (const call of [...model.open.values()]) call.succeed();
    await settled();
    for (const call of [...model.open.values()]) call.succeed();
    await settled();
    expect(await stateOf(running)).toBe('delivered');
    expect(await stateOf(elsewhere)).toBe('delivered');
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('of one of two who are linked is one of both, also of what the other has waiting', async () => {
    const { ask, core, settled, storage } = await startCore();
    await storage.transaction(({ links }) =>
      links.put({ accountId: 'test:ada', joinedId: 'other:ada', sharesUntilMs: undefined }),
    );
    await ask('other:ada');
    await settled();
    await ask('other:ada');
    await ask('other:ada');
    await settled();
    expect(await core.bans.ban(shellAuthority, everywhere)).toEqual({ kind: 'banned', ended: 2 });
    expect(await ask('other:ada')).toMatchObject({ refusal: { reason: 'banned' } });
  });

  test('is put on nobody who runs the bot, under whichever name', async () => {
    const { ask, core, storage } = await startCore();
    await storage.transaction(({ links }) =>
      links.put({ accountId: 'test:root', joinedId: 'other:root', sharesUntilMs: undefined }),
    );
    for (const personId of ['test:root', 'other:root']) {
      expect(await core.bans.ban(moderator, { ...here, personId })).toEqual({ kind: 'is-admin' });
      expect((await ask(personId)).kind).toBe('accepted');
    }
  });

  test('is lifted by no moderator for themselves, under whichever name', async () => {
    const { ask, core, storage } = await startCore();
    await storage.transaction(({ links }) =>
      links.put({ accountId: 'test:mia', joinedId: 'other:mia', sharesUntilMs: undefined }),
    );
    const another = { ...moderator, byId: 'test:zoe' };
    await core.bans.ban(another, { ...here, personId: 'test:mia' });
    for (const personId of ['test:mia', 'other:mia']) {
      expect(await core.bans.lift(moderator, { ...here, personId })).toBe('not-theirs');
    }
    expect(await ask('test:mia')).toMatchObject({ refusal: { reason: 'banned' } });
    expect(await core.bans.lift(another, { ...here, personId: 'test:mia' })).toBe('lifted');
    expect((await ask('test:mia')).kind).toBe('accepted');
  });

  test.each([
    ['a shell', shellAuthority],
    ['an operator in the place', { byId: 'test:root', isAdmin: true, moderatedPlaceId: 'test:place' }],
  ])('of %s is lifted, shortened and replaced by no moderator while it holds', async (_, operator) => {
    const { ask, clock, core } = await startCore();
    await core.bans.ban(operator, { ...here, untilMs: clock.nowMs + hourMs });
    const refused = { refusal: { reason: 'banned', why: 'spam', untilMs: clock.nowMs + hourMs } };
    expect(await core.bans.lift(moderator, here)).toBe('fixed');
    for (const untilMs of [clock.nowMs + 1, clock.nowMs + 2 * hourMs, undefined]) {
      const theirs = { ...here, reason: 'mine', untilMs };
      expect(await core.bans.ban(moderator, theirs)).toEqual({ kind: 'fixed' });
    }
    expect(await ask('test:ada')).toMatchObject(refused);
    expect(await core.bans.ban(operator, { ...here, untilMs: clock.nowMs + 2 })).toMatchObject({
      kind: 'banned',
    });
    clock.nowMs += 2;
    expect((await core.bans.ban(moderator, here)).kind).toBe('banned');
    expect(await core.bans.lift(moderator, here)).toBe('lifted');
  });
});
