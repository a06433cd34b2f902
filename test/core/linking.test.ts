import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Calendar } from '../../src/core/limits/calendar.ts';
import { linkLimits } from '../../src/core/link-limits.ts';
import type { Joining } from '../../src/core/linking.ts';
import { StoredLinking } from '../../src/core/linking.ts';
import { noSettings } from '../../src/core/person-settings.ts';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { budgetsWith } from './support/budgets-with.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const here = 'discord:1';
const there = 'telegram:1';
const minuteMs = 60_000;
const neverGiven = 'ZZZZ-ZZZZ';
const onlyForThreePictures = budgetsWith({ person: { day: { micros: 120_000 } } });

let underTest: CoreUnderTest;

beforeEach(async () => {
  underTest = await createCoreUnderTest({ limits: { budgets: onlyForThreePictures } });
  await underTest.core.start();
});
afterEach(() => underTest.close());

async function codeOf(personId: string): Promise<string> {
  const offer = await underTest.core.linking.offer(personId);
  if (offer.kind !== 'code') throw new Error(`Expected a code, got ${JSON.stringify(offer)}`);
  return offer.code;
}

const join = (personId: string, code: string) => underTest.core.linking.join({ personId, code });

async function link(giver = here, taker = there): Promise<string> {
  const code = await codeOf(giver);
  expect(await join(taker, code)).toEqual({ kind: 'linked', otherId: giver });
  return code;
}

function reasonOf(joining: Joining): string {
  return joining.kind === 'linked' ? 'linked' : joining.refusal.reason;
}

const spentBy = (personId: string) =>
  underTest.core.spending.of({ personId, placeId: 'test:place', isPrivateChat: true });

const used = (today: number, month: number) => ({
  today: { used: { pictures: today } },
  month: { used: { pictures: month } },
});

async function paint(personId: string, count = 1, isPrivate = false): Promise<string> {
  const acceptance = await underTest.ask(personId, { wish: wishFor({ count }), isPrivate });
  if (acceptance.kind !== 'accepted') return acceptance.kind === 'refused' ? acceptance.refusal.reason : '';
  await underTest.settled();
  underTest.model.open.get(acceptance.generation.id)?.succeed();
  await underTest.settled();
  return acceptance.generation.id;
}

describe('a code', () => {
  test('works once, for ten minutes, on another platform', async () => {
    const late = await codeOf(here);
    underTest.clock.nowMs += 10 * minuteMs;
    expect(reasonOf(await join(there, late))).toBe('wrong-code');
    const code = await codeOf(here);
    underTest.clock.nowMs += 10 * minuteMs - 1;
    expect(reasonOf(await join(here, code))).toBe('own-code');
    expect(reasonOf(await join('discord:2', code))).toBe('same-platform');
    expect(reasonOf(await join(there, code.toLowerCase()))).toBe('linked');
    expect(reasonOf(await join('telegram:2', code))).toBe('wrong-code');
  });

  test('is void once another one was given, others could read it, or its person is linked', async () => {
    const replaced = await codeOf(here);
    const spoiled = await codeOf(here);
    await underTest.core.linking.spoil(spoiled.replace('-', ' '));
    await underTest.core.linking.spoil('no code at all');
    expect(reasonOf(await join(there, replaced))).toBe('wrong-code');
    expect(reasonOf(await join(there, spoiled))).toBe('wrong-code');
    const unneeded = await codeOf(there);
    await link();
    expect(reasonOf(await join('discord:2', unneeded))).toBe('wrong-code');
  });

  test('that linked is answered the same again, and links nobody anew', async () => {
    const code = await link();
    expect(await join(there, code)).toEqual({ kind: 'linked', otherId: here });
    expect(reasonOf(await join(there, neverGiven))).toBe('already-linked');
    await underTest.core.linking.part(there);
    expect(reasonOf(await join(there, code))).toBe('wrong-code');
  });

  test('is neither given to nor taken from somebody who is linked', async () => {
    await link();
    for (const [personId, otherId] of [
      [here, there],
      [there, here],
    ] as const) {
      const refused = { kind: 'refused', reason: 'already-linked', otherId };
      expect(await underTest.core.linking.offer(personId)).toEqual(refused);
    }
    const code = await codeOf('telegram:2');
    const refusal = { reason: 'already-linked', otherId: there };
    expect(await join(here, code)).toEqual({ kind: 'refused', refusal });
  });
});

describe('guessing', () => {
  test('ends after five wrong codes an hour, right ones included', async () => {
    for (let tries = 0; tries < linkLimits.perPerson; tries += 1) {
      expect(reasonOf(await join(there, neverGiven))).toBe('wrong-code');
      underTest.clock.nowMs += minuteMs;
    }
    const code = await codeOf(here);
    expect(reasonOf(await join(there, code))).toBe('too-many-tries');
    expect(reasonOf(await join('telegram:2', neverGiven))).toBe('wrong-code');
    underTest.clock.nowMs += linkLimits.windowMs - linkLimits.perPerson * minuteMs - 1;
    expect(reasonOf(await join(there, await codeOf(here)))).toBe('too-many-tries');
    underTest.clock.nowMs += 1;
    expect(reasonOf(await join(there, await codeOf(here)))).toBe('linked');
  });

  test('ends for everybody after 300, however many people do it and whatever restarts between', async () => {
    const { clock, log, storage } = underTest;
    const restarted = () =>
      new StoredLinking({
        storage,
        calendar: new Calendar('UTC'),
        standard: onlyForThreePictures,
        settingsChanged: () => {},
        log: {
          debug() {},
          info() {},
          error() {},
          warn: (fields, message) => warnings.push([fields, message]),
        },
        now: () => clock.nowMs,
      });
    const warnings: unknown[] = [];
    for (let tries = 0; tries < linkLimits.inAll; tries += 1) {
      const joining = await restarted().join({ personId: `telegram:${100 + tries}`, code: neverGiven });
      expect(reasonOf(joining)).toBe('wrong-code');
    }
    const code = await codeOf(here);
    expect(reasonOf(await restarted().join({ personId: there, code }))).toBe('too-many-tries');
    expect(warnings).toHaveLength(1);
    expect(log).toEqual([]);
    clock.nowMs += linkLimits.windowMs;
    expect(reasonOf(await restarted().join({ personId: there, code: await codeOf(here) }))).toBe('linked');
  });
});

describe('while two are linked', () => {
  test('what was painted for one, and what either likes, is there for both', async () => {
    const { gallery } = underTest.core;
    const secret = await paint(here, 1, true);
    const other = await paint('discord:9');
    await gallery.toggleFavourite({ id: secret, personId: here, sourceKey: 'test:press:1' });
    await link();
    const look = (personId: string, shelf: 'history' | 'favourites') =>
      gallery.look({ personId, shelf, words: '', step: { to: 'newest' } });
    for (const personId of [here, there]) {
      expect(await look(personId, 'history')).toMatchObject({
        total: 1,
        painting: { owners: [here, there] },
      });
      expect(await look(personId, 'favourites')).toMatchObject({ total: 1 });
      expect(await gallery.promptsOf(personId)).toEqual(['a lighthouse at dawn']);
    }
    expect(await gallery.toggleFavourite({ id: secret, personId: there, sourceKey: 'test:press:2' })).toBe(
      false,
    );
    expect(await look(here, 'favourites')).toBeUndefined();
    await gallery.toggleFavourite({ id: other, personId: there, sourceKey: 'test:press:3' });
    expect(await look(here, 'favourites')).toMatchObject({ total: 1, painting: { owners: ['discord:9'] } });

    await underTest.core.linking.part(here);
    expect(await look(there, 'history')).toBeUndefined();
    expect(await look(here, 'history')).toMatchObject({ total: 1, painting: { owners: [here] } });
    expect(await look(here, 'favourites')).toBeUndefined();
    expect(await look(there, 'favourites')).toMatchObject({ total: 1 });
  });

  test('the settings of the one who gave the code hold for both, and nothing that was hidden shows', async () => {
    const { settings } = underTest.core;
    await settings.change(here, { count: 3, language: 'ru' });
    await settings.change(there, { count: 2, aspect: '16:9', isPrivate: true });
    await link();
    const both = { ...noSettings, count: 3, language: 'ru', isPrivate: true };
    expect(await settings.of(here)).toEqual(both);
    expect(await settings.of(there)).toEqual(both);
    await settings.change(there, { count: 4 });
    expect(await settings.of(here)).toEqual({ ...both, count: 4 });
    await underTest.core.linking.part(there);
    await settings.change(there, { count: 1 });
    expect(await settings.of(here)).toEqual({ ...both, count: 4 });
  });

  test('what is under way is listed and cancelled from both sides', async () => {
    const { generations } = underTest.core;
    await link();
    await underTest.ask(here);
    await underTest.ask(there);
    await underTest.ask('discord:9');
    await underTest.settled();
    const listed = await generations.unfinished(there);
    expect(listed.map(({ generation }) => generation.personId)).toEqual([here, there]);
    const [first, second] = listed.map(({ generation }) => generation.id);
    expect((await generations.cancel({ id: first ?? '', personId: there })).kind).toMatch(/^cancelled/);
    await underTest.core.linking.part(there);
    expect(await generations.cancel({ id: second ?? '', personId: here })).toEqual({ kind: 'not-found' });
    expect(await generations.unfinished(here)).toEqual([]);
  });

  test('what runs and waits for either counts for both, from the moment they are one', async () => {
    for (const personId of [here, here, here, there]) await underTest.ask(personId);
    await underTest.settled();
    const running = () => [...underTest.model.open.keys()];
    expect(running()).toHaveLength(3);
    await link(here, there);
    const load = await underTest.storage.transaction(({ generations }) => generations.load(here));
    expect(load).toEqual({ running: 3, queued: 1 });
    for (const id of running().slice(0, 1)) underTest.model.open.get(id)?.succeed();
    await underTest.settled();
    expect(running()).toHaveLength(2);
    for (const id of running().slice(0, 1)) underTest.model.open.get(id)?.succeed();
    await underTest.settled();
    expect(running()).toHaveLength(2);
  });

  test('one press of a button is one wish, on whichever platform it is pressed', async () => {
    await link();
    await underTest.ask(here, { origin: 'e1:again:x' });
    expect(await underTest.ask(there, { origin: 'e1:again:x' })).toMatchObject({ kind: 'under-way' });
    expect(await underTest.ask('telegram:9', { origin: 'e1:again:x' })).toMatchObject({ kind: 'accepted' });
    await underTest.core.linking.part(there);
    expect(await underTest.ask(there, { origin: 'e1:again:x' })).toMatchObject({ kind: 'accepted' });
  });
});

describe('after they were parted', () => {
  test('what was used today counts for both until the day is over, and linking again does not count it twice', async () => {
    await paint(here);
    await link();
    await paint(there);
    const { linking } = underTest.core;
    const sharesUntilMs = Date.UTC(2026, 10, 23);
    expect(await linking.part(there)).toEqual({ kind: 'parted', otherId: here, sharesUntilMs });
    expect(await linking.part(there)).toEqual({ kind: 'parted', otherId: here, sharesUntilMs });
    for (const personId of [here, there]) {
      expect(await paint(personId, 2)).toBe('person-budget-spent');
      expect(await spentBy(personId)).toMatchObject({ ...used(2, 2), isShared: true });
    }
    await link(there, here);
    expect(await spentBy(here)).toMatchObject(used(2, 2));
    await linking.part(here);
    underTest.clock.nowMs = sharesUntilMs;
    for (const personId of [here, there]) {
      expect(await spentBy(personId)).toMatchObject({ ...used(0, 1), isShared: false });
      expect(await paint(personId, 2)).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(await linking.part(here)).toEqual({ kind: 'not-linked' });
  });

  test('neither can be linked with anybody else on the same day', async () => {
    await link();
    await underTest.core.linking.part(here);
    const untilMs = Date.UTC(2026, 10, 23);
    const refused = { kind: 'refused', refusal: { reason: 'still-sharing', untilMs } };
    expect(await join('telegram:2', await codeOf(here))).toEqual(refused);
    expect(await join(there, await codeOf('discord:2'))).toEqual(refused);
    underTest.clock.nowMs = untilMs;
    await link('discord:2', there);
    await link(here, 'telegram:2');
  });

  test('what still runs and waits counts for its own person once the day is over', async () => {
    await underTest.close();
    underTest = await createCoreUnderTest({ limits: { maxRunningPerUser: 1, maxQueuedPerUser: 2 } });
    await underTest.core.start();
    underTest.clock.nowMs = Date.UTC(2026, 10, 22, 23, 50);
    await link();
    for (const personId of [there, there, here]) await underTest.ask(personId);
    await underTest.settled();
    expect([...underTest.model.open.keys()]).toHaveLength(1);
    for (const personId of [here, there]) {
      expect(await underTest.ask(personId)).toMatchObject({ refusal: { reason: 'queue-full' } });
    }
    await underTest.core.linking.part(here);
    for (const personId of [here, there]) {
      expect(await underTest.ask(personId)).toMatchObject({ refusal: { reason: 'queue-full' } });
    }
    underTest.clock.nowMs = Date.UTC(2026, 10, 23);
    expect(await underTest.core.generations.unfinished(here)).toHaveLength(1);
    expect(await underTest.ask(here)).toMatchObject({ kind: 'accepted' });
    await underTest.settled();
    expect([...underTest.model.open.keys()]).toHaveLength(2);
    const load = await underTest.storage.transaction(({ generations }) => generations.load(there));
    expect(load).toEqual({ running: 1, queued: 1 });
  });
});

describe('a ban of one of two who were linked', () => {
  const dayMs = 24 * 60 * minuteMs;
  const muchLaterMs = 40 * dayMs;
  const ban = { scope: 'bot', reason: 'spam', untilMs: undefined } as const;
  const askedBy = async (personId: string, placeId = 'test:place') => {
    const acceptance = await underTest.ask(personId, { placeId });
    return acceptance.kind === 'refused' ? acceptance.refusal.reason : acceptance.kind;
  };

  test.each([
    [here, there],
    [there, here],
  ])('is on both when they part, for good: of %s', async (banned, other) => {
    const { bans, linking } = underTest.core;
    await bans.ban(shellAuthority, { ...ban, personId: banned });
    await link();
    await linking.part(other);
    underTest.clock.nowMs += muchLaterMs;
    expect([await askedBy(banned), await askedBy(other)]).toEqual(['banned', 'banned']);
  });

  test('lasts for both as long as the longer one of them', async () => {
    const { bans, linking } = underTest.core;
    const { clock } = underTest;
    await bans.ban(shellAuthority, { ...ban, personId: here, untilMs: clock.nowMs + 50 * dayMs });
    await bans.ban(shellAuthority, { ...ban, personId: there, untilMs: clock.nowMs + dayMs });
    await link();
    await linking.part(there);
    clock.nowMs += muchLaterMs;
    expect([await askedBy(here), await askedBy(there)]).toEqual(['banned', 'banned']);
    clock.nowMs += 10 * dayMs;
    expect([await askedBy(here), await askedBy(there)]).toEqual(['accepted', 'accepted']);
  });

  test('that was over before they parted comes back for nobody', async () => {
    const { bans, linking } = underTest.core;
    const { clock } = underTest;
    await bans.ban(shellAuthority, { ...ban, personId: here, untilMs: clock.nowMs + 1 });
    await link();
    clock.nowMs += 1;
    await linking.part(there);
    expect([await askedBy(here), await askedBy(there)]).toEqual(['accepted', 'accepted']);
  });

  test('is kept through everything being erased', async () => {
    const { bans, privacy } = underTest.core;
    await bans.ban(shellAuthority, { ...ban, personId: here });
    await link();
    await privacy.erase({ personId: there, askedAtMs: underTest.clock.nowMs });
    underTest.clock.nowMs += muchLaterMs;
    expect(await askedBy(there)).toBe('banned');
  });

  test('tells nobody in a place of one platform whom they are linked with on another', async () => {
    const { bans, linking } = underTest.core;
    const scope = 'place:discord:9';
    await bans.ban(shellAuthority, { ...ban, scope, personId: here });
    await link();
    await linking.part(there);
    expect(await bans.list(scope)).toMatchObject([{ personId: here }]);
    expect(await askedBy(here, 'discord:9')).toBe('banned');
  });

  test('is lifted for both while they share their limits', async () => {
    const { bans, linking } = underTest.core;
    await bans.ban(shellAuthority, { ...ban, personId: here });
    await link();
    expect(await bans.lift(shellAuthority, { ...ban, personId: there })).toBe('lifted');
    expect([await askedBy(here), await askedBy(there)]).toEqual(['accepted', 'accepted']);
    await bans.ban(shellAuthority, { ...ban, personId: there });
    await linking.part(there);
    expect(await bans.lift(shellAuthority, { ...ban, personId: here })).toBe('lifted');
    expect([await askedBy(here), await askedBy(there)]).toEqual(['accepted', 'accepted']);
    expect(await bans.lift(shellAuthority, { ...ban, personId: there })).toBe('was-not-banned');
  });
});
