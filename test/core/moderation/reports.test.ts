import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/core/courier.ts';
import type { Generation } from '../../../src/core/generation.ts';
import { flag } from '../../../src/core/moderation/flag.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { sampleGeneration } from '../storage/contract/generation-samples.ts';
import { samplePicture, storePainted } from '../storage/contract/sample-pictures.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';

const address = { platform: 'test', isDurable: true };
const placeId = 'test:place';
const moderator = { byId: 'test:mod', moderatedPlaceId: placeId };
const stranger = { byId: 'test:eve', moderatedPlaceId: 'test:elsewhere' };

let subject: CoreUnderTest;
beforeEach(async () => {
  subject = await open({});
  await subject.core.rules.changePlace(
    { byId: 'shell', isAdmin: true, moderatedPlaceId: undefined },
    { placeId, change: { moderatorsChannel: 'test:mods' } },
  );
});
afterEach(() => subject.close());

function open(options: CoreUnderTestOptions): Promise<CoreUnderTest> {
  return createCoreUnderTest({ adminIds: ['test:admin'], ...options });
}

async function painted(storage: Storage = subject.storage): Promise<Generation> {
  const generation = await storePainted(storage, { personId: 'test:ada', placeId, address });
  await subject.pictures.write(samplePicture(generation).key, new TextEncoder().encode('a fox'));
  return generation;
}

const report = (generation: Generation, personId = 'test:ben') =>
  subject.core.reports.report({ personId, generation });
const stored = ({ id }: Generation) => subject.storage.transaction(({ reports }) => reports.find(id));
const deeds = async () => {
  const query = { scope: undefined, before: undefined, limit: 10 } as const;
  const entries = await subject.storage.transaction(({ audit }) => audit.list(query));
  return entries.map(({ byId, deed }) => `${byId} ${deed}`);
};

describe('a report', () => {
  test('is there before anybody is told, and is told after a crash', async () => {
    const generation = await painted();
    expect(await report(generation)).toBe('reported');
    expect(subject.courier.reports).toEqual([]);
    const { courier, pictures, storage } = subject;
    const next = await open({ courier, pictures, storage });
    await next.core.start();
    await next.core.stop(0);
    expect(courier.reports.map(({ sheet, target }) => [sheet.generation.id, target])).toEqual([
      [generation.id, { channelId: 'test:mods' }],
    ]);
    expect((await stored(generation))?.shownAt).toMatchObject({ messageId: `report on ${generation.id}` });
    await next.core.start();
    await next.core.stop(0);
    expect(courier.reports).toHaveLength(1);
  });

  test('goes to whoever runs the bot where the channel is closed, and waits where nothing answers', async () => {
    const generation = await painted();
    await report(generation);
    const { courier } = subject;
    courier.beforeReport = async () => {
      throw new DeliveryError({ problem: 'temporary' });
    };
    await subject.core.start();
    await subject.core.stop(0);
    expect(await stored(generation)).toMatchObject({ shownAt: undefined, attempts: 1 });
    courier.beforeReport = async (target) => {
      if ('channelId' in target) throw new DeliveryError({ problem: 'gone' });
    };
    subject.clock.nowMs += 60_000;
    const next = await open({ courier, storage: subject.storage });
    next.clock.nowMs = subject.clock.nowMs;
    await next.core.start();
    await next.core.stop(0);
    expect(courier.reports.map(({ target }) => target)).toEqual([{ personId: 'test:admin' }]);
  });

  test('waits while its pictures cannot be read, however often that is tried', async () => {
    const generation = await painted();
    await report(generation);
    const { clock, courier, pictures, storage } = subject;
    pictures.read = async () => {
      throw new Error('the bucket does not answer');
    };
    courier.report = async (sheet) => {
      for (const picture of sheet.pictures) await picture.read();
      throw new Error('expected pictures');
    };
    for (let tries = 0; tries < 4; tries += 1) {
      clock.nowMs += 60_000;
      const next = await open({ courier, pictures, storage });
      next.clock.nowMs = clock.nowMs;
      await next.core.start();
      await next.core.stop(0);
    }
    const waiting = await stored(generation);
    expect(waiting).toMatchObject({ shownAt: undefined, attempts: 4 });
    expect(waiting?.dueAtMs).toBeGreaterThan(clock.nowMs);
  });

  test('is one for each result, and few for each person within an hour', async () => {
    const first = await painted();
    expect(await report(first)).toBe('reported');
    expect(await report(first)).toBe('known');
    expect(await report(first, 'test:eve')).toBe('known');
    for (let more = 0; more < 4; more += 1) expect(await report(await painted())).toBe('reported');
    const last = await painted();
    expect(await report(last)).toBe('too-many');
    expect(await report(last, 'test:eve')).toBe('reported');
    subject.clock.nowMs += 60 * 60_000 + 1;
    expect(await report(await painted())).toBe('reported');
  });

  test('of something that came to nothing is never shown', async () => {
    const failed = sampleGeneration({ state: 'failed', placeId, address });
    await subject.storage.transaction(({ generations }) => generations.insert(failed));
    await report(failed);
    await subject.core.start();
    await subject.core.stop(0);
    expect(subject.courier.reports).toEqual([]);
  });
});

describe('a verdict', () => {
  test('is for moderators of the place and for admins, and the first one counts', async () => {
    const generation = await painted();
    const { reports } = subject.core;
    const decide = (by: typeof moderator, verdict: 'keep' | 'delete') =>
      reports.decide(by, { generationId: generation.id, verdict });
    expect(await decide(moderator, 'keep')).toEqual({ kind: 'unknown' });
    await report(generation);
    expect(await decide(stranger, 'delete')).toEqual({ kind: 'not-theirs' });
    expect(await decide({ ...stranger, byId: 'test:admin' }, 'keep')).toEqual({ kind: 'decided' });
    expect(await decide(moderator, 'delete')).toEqual({ kind: 'decided-before', verdict: 'keep' });
    expect((await subject.core.gallery.find(generation.id))?.results).toHaveLength(1);
    expect(await deeds()).toEqual(['test:admin report-dismissed', 'shell rules-changed']);
  });

  test('to delete takes the picture from everywhere, file included, also after a crash', async () => {
    const generation = await painted();
    await report(generation);
    const { courier, pictures, storage } = subject;
    await subject.core.reports.decide(moderator, { generationId: generation.id, verdict: 'delete' });
    expect((await subject.core.gallery.find(generation.id))?.results).toEqual([]);
    await expect(pictures.read(samplePicture(generation).key)).rejects.toThrow();
    const next = await open({ courier, pictures, storage });
    await next.core.start();
    await next.core.stop(0);
    expect(courier.retracted.map(({ id }) => id)).toEqual([generation.id]);
    expect(courier.reports.at(-1)?.sheet.pictures).toEqual([]);
    expect(await deeds()).toContain('test:mod picture-deleted');
  });

  test('to ban keeps the person out for a week, but nobody who runs the bot', async () => {
    const generation = await painted();
    await report(generation);
    const decision = { generationId: generation.id, verdict: 'ban' } as const;
    expect(await subject.core.reports.decide(moderator, decision)).toEqual({ kind: 'decided' });
    const [ban] = await subject.core.bans.list(`place:${placeId}`);
    expect(ban).toMatchObject({ personId: 'test:ada', untilMs: subject.clock.nowMs + 7 * 86_400_000 });
    const theirs = await storePainted(subject.storage, { personId: 'test:admin', placeId, address });
    await report(theirs, 'test:eve');
    const other = { generationId: theirs.id, verdict: 'ban' } as const;
    expect(await subject.core.reports.decide(moderator, other)).toEqual({ kind: 'is-admin' });
    expect((await subject.core.gallery.find(theirs.id))?.results).toHaveLength(1);
  });
});

test.each([undefined, 30 * 86_400_000])(
  'a verdict to ban shortens no ban, one of %s ms',
  async (lengthMs) => {
    const generation = await painted();
    await report(generation);
    const untilMs = lengthMs === undefined ? undefined : subject.clock.nowMs + lengthMs;
    const by = { ...moderator, isAdmin: false };
    const scope = `place:${placeId}` as const;
    await subject.core.bans.ban(by, { scope, personId: 'test:ada', reason: 'spam', untilMs });
    await subject.core.reports.decide(moderator, { generationId: generation.id, verdict: 'ban' });
    expect(await subject.core.bans.list(scope)).toMatchObject([{ untilMs, reason: 'spam' }]);
    expect(await deeds()).toEqual(['test:mod picture-deleted', 'test:mod banned', 'shell rules-changed']);
  },
);

test('of two verdicts at once the first counts, and a ban that came second keeps nobody out', async () => {
  const generation = await painted();
  await report(generation);
  const { bans, reports } = subject.core;
  const decide = (byId: string, verdict: 'keep' | 'ban') =>
    reports.decide({ ...moderator, byId }, { generationId: generation.id, verdict });
  const [keep, ban] = await Promise.all([decide('test:mod', 'keep'), decide('test:other', 'ban')]);
  expect([keep.kind, ban.kind]).toEqual(['decided', 'decided-before']);
  expect(await bans.list(`place:${placeId}`)).toEqual([]);
});

test('a verdict to ban lengthens a shorter one', async () => {
  const generation = await painted();
  await report(generation);
  const by = { ...moderator, isAdmin: false };
  const ban = { scope: `place:${placeId}`, personId: 'test:ada', reason: '' } as const;
  await subject.core.bans.ban(by, { ...ban, untilMs: subject.clock.nowMs + 3_600_000 });
  await subject.core.reports.decide(moderator, { generationId: generation.id, verdict: 'ban' });
  expect(await subject.core.bans.list(ban.scope)).toMatchObject([
    { untilMs: subject.clock.nowMs + 7 * 86_400_000 },
  ]);
});

test('a verdict to ban lengthens one of those who run the bot, and it stays theirs', async () => {
  const generation = await painted();
  await report(generation);
  const ban = { scope: `place:${placeId}`, personId: 'test:ada', reason: 'spam' } as const;
  const { bans } = subject.core;
  await bans.ban(shellAuthority, { ...ban, untilMs: subject.clock.nowMs + 3_600_000 });
  await subject.core.reports.decide(moderator, { generationId: generation.id, verdict: 'ban' });
  expect(await bans.list(ban.scope)).toMatchObject([
    { untilMs: subject.clock.nowMs + 7 * 86_400_000, reason: 'spam' },
  ]);
  expect(await deeds()).toContain('test:mod banned');
  expect(await bans.lift({ ...moderator, isAdmin: false }, ban)).toBe('fixed');
});

test('whoever deletes what is not their own is noted, and the report shows that it is gone', async () => {
  const generation = await painted();
  await report(generation);
  await subject.core.start();
  await subject.core.gallery.remove({ id: generation.id, byId: 'test:mod' });
  await subject.core.gallery.remove({ id: generation.id, byId: 'test:mod' });
  await subject.core.stop(0);
  const next = await open({ courier: subject.courier, storage: subject.storage });
  await next.core.start();
  await next.core.stop(0);
  expect(subject.courier.reports.at(-1)?.sheet.pictures).toEqual([]);
  expect(await deeds()).toEqual(['test:mod picture-deleted', 'shell rules-changed']);
  const own = await painted();
  await subject.core.gallery.remove({ id: own.id, byId: 'test:ada' });
  expect(await deeds()).toHaveLength(2);
});

describe('a report on what its person has erased', () => {
  const erase = () => subject.core.privacy.erase({ personId: 'test:ada', askedAtMs: subject.clock.nowMs });

  test('is emptied where moderators saw it, and the bare fact and verdict stay', async () => {
    const kept = await painted();
    const undecided = await painted();
    await report(kept);
    await report(undecided, 'test:eve');
    await subject.core.start();
    await expect.poll(() => subject.courier.reports.length).toBe(2);
    await subject.core.reports.decide(moderator, { generationId: kept.id, verdict: 'keep' });
    await expect.poll(() => subject.courier.reports.length).toBe(3);
    subject.clock.nowMs += 1_000;
    await erase();
    await subject.core.stop(0);
    const next = await startedAnew();
    await expect.poll(() => subject.courier.reports.length).toBe(5);
    for (const { sheet, target } of subject.courier.reports.slice(3)) {
      expect(target).toEqual({
        shownAt: expect.objectContaining({ messageId: `report on ${sheet.generation.id}` }),
      });
      expect(sheet.pictures).toEqual([]);
      expect(sheet.generation.removedAtMs).toBeDefined();
    }
    expect(await stored(kept)).toMatchObject({ verdict: 'keep', reporterId: 'test:ben' });
    expect((await stored(undecided))?.verdict).toBeUndefined();
    await next.core.stop(0);
  });

  test('that was on its way meanwhile is emptied too', async () => {
    const generation = await painted();
    await report(generation);
    const { courier } = subject;
    let isErased = false;
    courier.beforeReport = async () => {
      if (isErased) return;
      isErased = true;
      subject.clock.nowMs += 1_000;
      await erase();
    };
    await subject.core.start();
    await expect.poll(() => courier.reports.length).toBe(1);
    await subject.core.stop(0);
    await startedAnew();
    await expect.poll(() => courier.reports.length).toBe(2);
    expect(courier.reports[1]?.sheet.pictures).toEqual([]);
  });

  async function startedAnew(): Promise<CoreUnderTest> {
    const { courier, pictures, storage } = subject;
    const next = await open({ courier, pictures, storage });
    next.clock.nowMs = subject.clock.nowMs;
    await next.core.start();
    return next;
  }
});

test('what was flagged and ended with nothing to be seen is shown to nobody, and looked at no more', async () => {
  const failed = sampleGeneration({ state: 'failed', placeId, acceptedAtMs: subject.clock.nowMs });
  await subject.storage.transaction(async (transaction) => {
    await transaction.generations.insert(failed);
    await flag(transaction, failed);
  });
  await subject.core.start();
  await subject.core.stop(0);
  expect(await stored(failed)).toMatchObject({ dueAtMs: undefined, shownAt: undefined });
  expect(subject.courier.reports).toEqual([]);
});

describe('a report that nobody could be told of', () => {
  const nobodyPlace = 'test:nobody';
  let silent: CoreUnderTest;
  let flagged: Generation;

  beforeEach(async () => {
    silent = await createCoreUnderTest();
    const asked = { personId: 'test:ada', placeId: nobodyPlace, acceptedAtMs: silent.clock.nowMs };
    flagged = await storePainted(silent.storage, { ...asked, address });
    await silent.storage.transaction((transaction) => flag(transaction, flagged));
    await silent.core.start();
    await expect.poll(unseen).toBe(1);
  });
  afterEach(() => silent.close());

  const unseen = () => silent.storage.transaction(({ reports }) => reports.unseen());
  const reportAgain = (personId: string) => silent.core.reports.report({ personId, generation: flagged });
  const anew = async () => {
    const { courier, pictures, storage } = silent;
    await silent.core.stop(0);
    const next = await createCoreUnderTest({ courier, pictures, storage });
    next.clock.nowMs = silent.clock.nowMs;
    await next.core.start();
    await next.core.stop(0);
  };
  const setChannel = () =>
    silent.core.rules.changePlace(shellAuthority, {
      placeId: nobodyPlace,
      change: { moderatorsChannel: 'test:mods' },
    });

  test('is no news to nobody: who reports it hears so, until there is somebody', async () => {
    expect(await reportAgain('test:ben')).toBe('nobody-to-tell');
    await setChannel();
    expect(await reportAgain('test:ben')).toBe('reported');
    expect(await reportAgain('test:eve')).toBe('known');
  });

  test('arrives once there is a channel, after weeks and many tries', async () => {
    const find = () => silent.storage.transaction(({ reports }) => reports.find(flagged.id));
    const before = await find();
    if (before === undefined) throw new Error('Expected the report');
    silent.clock.nowMs += 20 * 86_400_000;
    const tried = { ...before, attempts: 5_000, dueAtMs: silent.clock.nowMs };
    await silent.storage.transaction(({ reports }) => reports.put(tried));
    await anew();
    expect(await find()).toMatchObject({ attempts: 5_001, shownAt: undefined });
    expect((await find())?.dueAtMs).toBeDefined();
    await setChannel();
    silent.clock.nowMs += 5 * 60_000;
    await anew();
    expect(silent.courier.reports.map(({ target }) => target)).toEqual([{ channelId: 'test:mods' }]);
    expect(await unseen()).toBe(0);
  });

  test('is forgotten in the end', async () => {
    silent.clock.nowMs += 31 * 86_400_000;
    await anew();
    expect(await unseen()).toBe(0);
    await setChannel();
    expect(await reportAgain('test:ben')).toBe('reported');
  });
});
