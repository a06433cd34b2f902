import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { Generation } from '../../src/core/generation.ts';
import { ModelCosts } from '../../src/core/model-costs.ts';
import { PictureMissing } from '../../src/core/pictures/picture-store.ts';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const ada = 'test:ada';
const here = 'discord:1';
const there = 'telegram:1';
const day = '2026-11-22';

let underTest: CoreUnderTest;

async function start(options: CoreUnderTestOptions = {}): Promise<void> {
  underTest = await createCoreUnderTest(options);
  await underTest.core.start();
}
beforeEach(() => start());
afterEach(() => underTest.close());

async function accepted(personId = ada, prompt = 'a secret fox'): Promise<Generation> {
  const acceptance = await underTest.ask(personId, { wish: wishFor({ prompt }) });
  if (acceptance.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${acceptance.kind}`);
  await underTest.settled();
  return acceptance.generation;
}

async function painted(personId = ada): Promise<Generation> {
  const generation = await accepted(personId);
  underTest.model.open.get(generation.id)?.succeed();
  await underTest.settled();
  return generation;
}

async function stored({ id }: Generation): Promise<Generation> {
  const found = await underTest.storage.transaction(({ generations }) => generations.find(id));
  if (found === undefined) throw new Error('Expected the generation to be there');
  return found;
}

async function erase(personId = ada) {
  const { clock, core } = underTest;
  const erasing = await core.privacy.erase({ personId, askedAtMs: clock.nowMs });
  await underTest.settled();
  if (erasing.kind !== 'erased') throw new Error(`Expected it to be erased, got ${erasing.kind}`);
  return erasing.before;
}

async function expectErased(generation: Generation): Promise<void> {
  const left = await stored(generation);
  expect(left).toMatchObject({ personId: generation.personId, texts: [], address: { platform: 'none' } });
  expect(left.removedAtMs).toBeDefined();
  expect(JSON.stringify(left)).not.toContain('secret');
  const key = `${generation.id}/result-0`;
  await expect(underTest.pictures.read(key)).rejects.toThrow(PictureMissing);
}

const openReservations = () => underTest.storage.transaction(({ ledger }) => ledger.openReservations());
const usageOf = (personId: string) =>
  underTest.storage.transaction(({ ledger }) => ledger.usage({ day, personId }));

describe('erasing', () => {
  test('leaves of what was painted the account alone, and says what there was', async () => {
    const fox = await painted();
    await painted('test:ben');
    const { core } = underTest;
    await core.settings.change(ada, { count: 3 });
    await core.gallery.toggleFavourite({ id: fox.id, personId: ada, sourceKey: 'press' });
    const spent = await usageOf(ada);
    expect(await erase()).toMatchObject({ requests: 1, pictures: 1, favourites: 1, hasSettings: true });
    await expectErased(fox);
    expect(await stored(fox)).toMatchObject({ state: 'delivered', costMicros: 27_300 });
    expect(await usageOf(ada)).toEqual(spent);
    expect(await core.settings.of(ada)).toMatchObject({ count: undefined });
    expect(await core.gallery.promptsOf(ada)).toEqual([]);
    expect(
      await core.gallery.look({ personId: ada, shelf: 'history', words: '', step: { to: 'newest' } }),
    ).toBe(undefined);
    expect(await core.privacy.of(ada)).toMatchObject({ requests: 0, pictures: 0, beingErased: 0 });
    expect(await core.privacy.of('test:ben')).toMatchObject({ requests: 1, pictures: 1 });
    expect(await erase()).toMatchObject({ requests: 0, pictures: 0, favourites: 0, hasSettings: false });
  });

  test('cancels what waits, unpaid, and takes its message away', async () => {
    underTest.model.beforeSend = () => new Promise(() => {});
    await accepted('test:ben');
    const running = [await accepted(), await accepted()];
    const waiting = await accepted();
    expect(await stored(waiting)).toMatchObject({ state: 'waiting' });
    expect(await erase()).toMatchObject({ requests: 3, underWay: 3 });
    await expectErased(waiting);
    expect(await stored(waiting)).toMatchObject({ state: 'cancelled', answeredAtMs: expect.any(Number) });
    expect(underTest.courier.retracted.map(({ id }) => id)).toContain(waiting.id);
    // These two hold their slots until it is known that nothing was sent.
    for (const one of running) {
      expect(await stored(one)).toMatchObject({ state: 'cancelled', holdsSlot: true });
    }
    expect(await underTest.core.privacy.of(ada)).toMatchObject({ requests: 0, beingErased: 2 });
  });

  test('lets a paid call end, counts what it cost, and keeps nothing of it', async () => {
    const fox = await accepted();
    await erase();
    expect(await stored(fox)).toMatchObject({ state: 'cancelled', holdsSlot: true });
    expect(await underTest.core.privacy.of(ada)).toMatchObject({ beingErased: 1 });
    underTest.model.open.get(fox.id)?.succeed();
    await underTest.settled();
    await expectErased(fox);
    expect(await stored(fox)).toMatchObject({ holdsSlot: false, costMicros: 27_300 });
    expect(await usageOf(ada)).toMatchObject({ spentMicros: 27_300, reservedMicros: 0 });
    expect(await openReservations()).toBe(0);
    expect(underTest.courier.delivered.flatMap(({ pictures }) => pictures)).toEqual([]);
    expect(await underTest.core.privacy.of(ada)).toMatchObject({ beingErased: 0 });
  });

  test('withholds what was made and not brought yet', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    underTest.courier.beforeDeliver = () => promise;
    const fox = await painted();
    expect(await stored(fox)).toMatchObject({ state: 'made' });
    await erase();
    expect(await stored(fox)).toMatchObject({ state: 'cancelled', wish: { prompt: 'a secret fox' } });
    resolve();
    await underTest.settled();
    await expectErased(fox);
    expect(underTest.courier.retracted.map(({ id }) => id)).toEqual([fox.id]);
  });

  test('goes on after a kill, with files and with what was still at work', async () => {
    const storage = await openSqliteStorage(':memory:');
    const lasting: Storage = {
      transaction: storage.transaction.bind(storage),
      read: storage.read.bind(storage),
      close: async () => {},
    };
    await underTest.close();
    await start({ storage: lasting });
    const { pictures } = underTest;
    const fox = await painted();
    const atWork = await accepted();
    // As if the process had ended right after the first transaction.
    await storage.transaction(({ personal }) => personal.forget({ people: [ada], nowMs: 1 }));
    await underTest.close();
    await start({ storage: lasting, pictures });
    await underTest.settled();
    await expectErased(fox);
    // It was not cancelled in that transaction, and so goes its way before it is erased.
    expect(await stored(atWork)).toMatchObject({ state: 'running' });
    underTest.model.open.get(atWork.id)?.succeed();
    await underTest.settled();
    await expectErased(atWork);
    await underTest.close();
    await storage.close();
    await start();
  });

  test('covers both who are linked and parts them, without a new budget', async () => {
    const { core } = underTest;
    const offer = await core.linking.offer(here);
    if (offer.kind !== 'code') throw new Error('Expected a code');
    await core.linking.join({ personId: there, code: offer.code });
    const [fox, owl] = [await painted(here), await painted(there)];
    expect(await core.privacy.of(there)).toMatchObject({ people: [here, there], requests: 2 });
    expect(await erase(there)).toMatchObject({ people: [here, there], requests: 2, pictures: 2 });
    for (const one of [fox, owl]) await expectErased(one);
    expect(await core.privacy.of(here)).toMatchObject({ people: [here], requests: 0 });
    const asker = { placeId: 'test:place', isPrivateChat: false, roles: [] };
    const spent = await core.spending.of({ ...asker, personId: here });
    expect(spent).toMatchObject({ isShared: true, today: { used: { micros: 54_600 } } });
  });

  test('keeps an update that comes twice from being painted twice', async () => {
    const request = { sourceKey: 'test:update' };
    const first = await underTest.ask(ada, request);
    if (first.kind !== 'accepted') throw new Error('Expected an acceptance');
    await underTest.settled();
    underTest.model.open.get(first.generation.id)?.succeed();
    await underTest.settled();
    await erase();
    expect(await underTest.ask(ada, request)).toMatchObject({
      kind: 'repeated',
      generation: { id: first.generation.id },
    });
  });

  test('keeps what models cost from being learned of what was erased', async () => {
    underTest.model.pictureCostMicros = 90_000;
    const acceptance = await underTest.ask(ada, {
      wish: { ...wishFor(), references: [{ kind: 'link', url: 'https://example.org/a.png' }] },
    });
    if (acceptance.kind !== 'accepted') throw new Error('Expected an acceptance');
    await underTest.settled();
    for (const intake of [...underTest.intake.waiting]) intake.arrive();
    await underTest.settled();
    underTest.model.open.get(acceptance.generation.id)?.succeed();
    await underTest.settled();
    await erase();
    const costs = new ModelCosts({
      storage: underTest.storage,
      catalog: createModelCatalog(),
      now: () => underTest.clock.nowMs,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    const wish = (await accepted('test:ben')).wish;
    await costs.learn();
    expect(costs.estimate(wish)).toBe(39_000);
  });

  test('leaves no address in an announcement that nobody has confirmed', async () => {
    const { announcements } = underTest.core;
    await painted();
    const draft = await announcements.draft(shellAuthority, 'hello');
    expect(draft?.places).toBe(1);
    await erase();
    expect(await announcements.send(shellAuthority, draft?.key ?? '')).toBe(0);
    expect((await announcements.draft(shellAuthority, 'hello'))?.places).toBe(0);
  });

  test('is asked for again when the question is too old', async () => {
    await painted();
    const { clock, core } = underTest;
    const askedAtMs = clock.nowMs;
    clock.nowMs += 10 * 60_000;
    expect(await core.privacy.erase({ personId: ada, askedAtMs })).toMatchObject({
      kind: 'ask-again',
      now: { requests: 1, atMs: clock.nowMs },
    });
    expect(await core.privacy.of(ada)).toMatchObject({ requests: 1 });
  });

  test('of many requests goes batch by batch', async () => {
    const many: Generation[] = [];
    for (let count = 0; count < 45; count += 1) many.push(await painted());
    expect(await erase()).toMatchObject({ requests: 45 });
    for (const one of many) await expectErased(one);
  });
});

describe('a copy', () => {
  const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  test('is one file that people can read, or several that are small enough', async () => {
    const many = [await painted(), await painted(), await painted()];
    await painted('test:ben');
    const { privacy } = underTest.core;
    const [whole, ...none] = await privacy.copy(ada, { mostBytes: 1_000_000 });
    expect(none).toEqual([]);
    expect(whole?.name).toBe('easel-data.json');
    const data = JSON.parse(textOf(whole?.bytes ?? new Uint8Array()));
    expect(data).toMatchObject({ made_at: '2026-11-22T12:00:00.000Z', people: [ada], part: 1, parts: 1 });
    expect(data.requests.map(({ id }: Generation) => id)).toEqual(many.map(({ id }) => id));
    expect(data.requests[0]).toMatchObject({ wish: { prompt: 'a secret fox' }, costs: [{}, {}] });

    const parts = await privacy.copy(ada, { mostBytes: 2_500 });
    expect(parts.length).toBeGreaterThan(1);
    const read = parts.map(({ bytes }) => JSON.parse(textOf(bytes)));
    expect(read.flatMap(({ requests = [] }) => requests)).toEqual(data.requests);
    expect(parts[0]?.name).toBe(`easel-data-1-of-${parts.length}.json`);
  });

  test('of somebody unknown says so', async () => {
    const [file] = await underTest.core.privacy.copy('test:nobody', { mostBytes: 1_000 });
    expect(JSON.parse(textOf(file?.bytes ?? new Uint8Array()))).toEqual({
      made_at: '2026-11-22T12:00:00.000Z',
      people: ['test:nobody'],
      part: 1,
      parts: 1,
    });
  });
});
