import { afterEach, describe, expect, test } from 'vitest';
import type { Acceptance } from '../../src/core/acceptance-desk.ts';
import { mayCost } from '../../src/core/draft.ts';
import type { Generation } from '../../src/core/generation.ts';
import { generationStates } from '../../src/core/generation-state.ts';
import { MemoryPictureStore } from '../../src/core/pictures/memory-picture-store.ts';
import { PictureMissing } from '../../src/core/pictures/picture-store.ts';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import type { WishRequest } from '../../src/core/wish.ts';
import { budgetsWith } from './support/budgets-with.ts';
import { controlledFailure, refusedByProvider } from './support/controlled-model.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const oneAtATime = { maxRunning: 1, maxRunningPerUser: 1 };

describe('a draft', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(options: CoreUnderTestOptions = {}): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({ drafts: true, ...options });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  /** Asks for a picture with a draft first, and resolves with both, once what can begin has begun. */
  async function askFor({ ask, settled }: CoreUnderTest, change: Partial<WishRequest> = {}) {
    const acceptance = await ask('test:ada', { wish: wishFor({ draftsFirst: true, ...change }) });
    await settled();
    return bothIn(acceptance);
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  test('is shown while the picture is painted, which then takes its place, and both are paid', async () => {
    const underTest = await startCore();
    const { courier, model, settled, storage } = underTest;
    const { draft, generation } = await askFor(underTest, { aspect: '16:9', count: 2 });
    expect(courier.acknowledged[0]?.draft?.generation).toMatchObject({
      id: draft.id,
      reservedMicros: 1_000,
      wish: { model: 'runware:100@1', count: 1, aspect: '16:9', prompt: 'a lighthouse at dawn' },
    });
    expect([...model.open.keys()]).toEqual([draft.id, generation.id]);

    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 79_000, reservedPictures: 3 });
    model.pictureCostMicros = 900;
    model.open.get(draft.id)?.succeed();
    await settled();
    const shown = courier.progressed.at(-1);
    expect(shown?.generation.id).toBe(generation.id);
    expect(new TextDecoder().decode(await shown?.draft?.picture?.read())).toBe(`${draft.id}/0`);
    expect(courier.delivered).toEqual([]);

    model.pictureCostMicros = 30_000;
    model.open.get(generation.id)?.succeed();
    await settled();
    const [delivered, ...more] = courier.delivered;
    expect(more).toEqual([]);
    expect(delivered?.contents).toEqual([`${generation.id}/0`, `${generation.id}/1`]);
    expect(delivered).toMatchObject({ draft: { generation: { costMicros: 900 }, picture: undefined } });
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 0, chargedMicros: 60_900, pictures: 2 });
    expect(await storage.transaction(({ retention }) => retention.unneededFiles(5))).toEqual([
      `${draft.id}/result-0`,
    ]);
  });

  test('is all that is paid when somebody cancels before the picture is sent', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { core, courier, model, settled } = underTest;
    await underTest.ask('test:ben');
    await settled();
    const { draft, generation } = await askFor(underTest);
    // Somebody else has a turn between the two.
    await underTest.ask('test:cem');
    await settled();
    for (const call of [...model.open.values()]) call.succeed();
    await settled();
    model.open.get(draft.id)?.succeed();
    await settled();
    const shown = courier.progressed.findLast((status) => status.generation.id === generation.id);
    expect(shown).toMatchObject({ draft: { picture: { key: `${draft.id}/result-0` } } });

    const cancellation = await core.generations.cancel({ id: generation.id, personId: 'test:ada' });
    await settled();
    expect(cancellation).toMatchObject({
      kind: 'cancelled',
      draft: { state: 'delivered', costMicros: 27_300 },
    });
    expect(courier.delivered.at(-1)).toMatchObject({
      generation: { id: generation.id, state: 'cancelled' },
      contents: [`${draft.id}/0`],
    });
    expect(model.sent.has(generation.id)).toBe(false);
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 0, chargedMicros: 27_300, pictures: 1 });
  });

  test('that is under way when somebody cancels keeps its slot, is paid once and shown to nobody', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { core, courier, model, pictures, settled, storage } = underTest;
    const { draft, generation } = await askFor(underTest);
    await core.generations.cancel({ id: generation.id, personId: 'test:ada' });
    await underTest.ask('test:ben');
    await settled();
    expect([...model.open.keys()]).toEqual([draft.id]);
    expect(courier.delivered[0]).toMatchObject({ contents: [], draft: { generation: { holdsSlot: true } } });

    model.open.get(draft.id)?.succeed();
    await settled();
    expect(await usageOf(underTest)).toMatchObject({ chargedMicros: 27_300, pictures: 1 });
    expect(courier.delivered).toHaveLength(1);
    expect(await storage.transaction((transaction) => transaction.pictures.of(draft.id, 'draft'))).toEqual(
      [],
    );
    expect(await storage.transaction(({ retention }) => retention.unneededFiles(5))).toEqual([
      `${draft.id}/result-0`,
    ]);
    expect(await pictures.read(`${draft.id}/result-0`)).toBeDefined();
  });

  test('that comes to nothing after somebody cancelled is not charged, whatever it may have cost', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { core, model, settled, storage } = underTest;
    const { draft, generation } = await askFor(underTest);
    await core.generations.cancel({ id: generation.id, personId: 'test:ada' });
    model.open.get(draft.id)?.fail(controlledFailure('unknown'));
    await settled();
    const ended = await storage.transaction(({ generations }) => generations.find(draft.id));
    expect(ended).toMatchObject({ state: 'cancelled', holdsSlot: false, costMicros: 1_000 });
    expect(ended && mayCost(ended)).toBe(false);
    expect(await usageOf(underTest)).toMatchObject({ chargedMicros: 0, pictures: 0, reservedPictures: 0 });
  });

  test('that fails harms nothing and tells nobody by itself', async () => {
    const underTest = await startCore();
    const { courier, model, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(draft.id)?.fail(refusedByProvider());
    await settled();
    expect(courier.progressed.at(-1)).toMatchObject({
      generation: { id: generation.id, state: 'running' },
      draft: { generation: { state: 'failed' }, picture: undefined },
    });
    model.open.get(generation.id)?.succeed();
    await settled();
    expect(courier.delivered.map(({ generation: { id, state } }) => ({ id, state }))).toEqual([
      { id: generation.id, state: 'made' },
    ]);
    expect(await usageOf(underTest)).toMatchObject({ chargedMicros: 27_300, pictures: 1 });
  });

  test('that hangs is given up after half a minute, and what it may have cost is the operator’s', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { clock, model, settled, storage } = underTest;
    const { draft, generation } = await askFor(underTest);
    expect(model.open.get(draft.id)?.call.deadlineAtMs).toBe(clock.nowMs + 30_000);
    model.open.get(draft.id)?.fail(controlledFailure('unknown'));
    await settled();
    expect([...model.open.keys()]).toEqual([generation.id]);
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 39_000, chargedMicros: 0, pictures: 0 });
    const ofAll = { day: '2026-11-22', personId: undefined };
    expect(await storage.transaction(({ ledger }) => ledger.usage(ofAll))).toMatchObject({
      spentMicros: 1_000,
    });
  });

  test('stays, as a draft, where the picture fails', async () => {
    const underTest = await startCore();
    const { core, courier, model, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(draft.id)?.succeed();
    await settled();
    model.open.get(generation.id)?.fail(controlledFailure('no'));
    await settled();
    expect(courier.delivered).toMatchObject([
      { generation: { id: generation.id, state: 'failed' }, contents: [`${draft.id}/0`] },
    ]);
    const look = { personId: 'test:ada', shelf: 'history', words: '', step: { to: 'newest' } } as const;
    expect(await core.gallery.look(look)).toBeUndefined();
    expect(await core.gallery.promptsOf('test:ada')).toEqual(['a lighthouse at dawn']);
  });

  test('that is not for everybody is covered, also where it is all there is', async () => {
    const underTest = await startCore();
    const { courier, model, settled } = underTest;
    const order = { placeId: 'test:place', change: { strictness: 'standard' } } as const;
    await underTest.core.rules.changePlace(shellAuthority, order);
    const { draft, generation } = await askFor(underTest);
    model.isExplicit = true;
    model.open.get(draft.id)?.succeed();
    await settled();
    expect(courier.progressed.at(-1)).toMatchObject({ generation: { id: generation.id, isSpoiler: true } });
    model.open.get(generation.id)?.fail(refusedByProvider());
    await settled();
    expect(courier.delivered[0]).toMatchObject({
      generation: { isSpoiler: true },
      contents: [`${draft.id}/0`],
    });
  });

  test('that is slower than the picture is not waited for', async () => {
    const underTest = await startCore();
    const { courier, model, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(generation.id)?.succeed();
    await settled();
    model.open.get(draft.id)?.succeed();
    await settled();
    expect(courier.delivered).toHaveLength(1);
    expect(courier.progressed.every(({ draft }) => draft?.picture === undefined)).toBe(true);
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 0, chargedMicros: 54_600, pictures: 1 });
  });

  test('is left out, in words, where the budget has room for the picture alone', async () => {
    const underTest = await startCore({
      limits: { budgets: budgetsWith({ person: { day: { micros: 39_500 } } }) },
    });
    const acceptance = await underTest.ask('test:ada', { wish: wishFor({ draftsFirst: true }) });
    expect(acceptance).toMatchObject({
      kind: 'accepted',
      draft: undefined,
      generation: { wish: { dropped: ['draftsFirst'] } },
    });
    await underTest.settled();
    expect(underTest.model.open.size).toBe(1);
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 39_000 });
  });

  test('is left out, in words, where the budget has room for one picture alone', async () => {
    const underTest = await startCore({
      limits: { budgets: budgetsWith({ person: { day: { pictures: 1 } } }) },
    });
    const acceptance = await underTest.ask('test:ada', { wish: wishFor({ draftsFirst: true }) });
    expect(acceptance).toMatchObject({
      draft: undefined,
      generation: { wish: { dropped: ['draftsFirst'] } },
    });
  });

  test('counts as a picture where it is all there is, so that nobody looks at drafts without end', async () => {
    const budgets = budgetsWith({ person: { day: { pictures: 3 } } });
    const underTest = await startCore({ limits: { ...oneAtATime, budgets } });
    const { core, model, settled } = underTest;
    await underTest.ask('test:ben');
    await settled();
    for (const used of [1, 2]) {
      const { draft, generation } = await askFor(underTest);
      // Somebody else has a turn between the two.
      await underTest.ask('test:ben');
      for (const call of [...model.open.values()]) call.succeed();
      await settled();
      model.open.get(draft.id)?.succeed();
      await settled();
      await core.generations.cancel({ id: generation.id, personId: 'test:ada' });
      await settled();
      expect(await usageOf(underTest)).toMatchObject({ reservedPictures: 0, pictures: used });
    }
    expect(await underTest.ask('test:ada', { wish: wishFor({ count: 2 }) })).toMatchObject({
      refusal: { reason: 'person-budget-spent' },
    });
  });

  test.for([
    ['before', true],
    ['after', false],
  ] as const)(
    'is no picture beside what came of a request that was cancelled, painted %s that',
    async ([, isDraftFirst]) => {
      const underTest = await startCore();
      const { core, model, settled } = underTest;
      const { draft, generation } = await askFor(underTest, { count: 2 });
      await core.generations.cancel({ id: generation.id, personId: 'test:ada' });
      const order = isDraftFirst ? [draft, generation] : [generation, draft];
      for (const { id } of order) {
        model.open.get(id)?.succeed();
        await settled();
      }
      expect(await usageOf(underTest)).toMatchObject({
        chargedMicros: 81_900,
        reservedPictures: 0,
        pictures: 2,
      });
    },
  );

  test.for([
    ['by whoever chose none', { draftsFirst: false }],
    ['with pictures to work from', { references: [{ kind: 'kept', key: 'one' }] }],
    ['by a model that is as cheap', { model: 'schnell' }],
    ['for what is no painting', { verb: 'enhance' }],
  ] as const satisfies readonly (readonly [string, Partial<WishRequest>])[])(
    'is not painted %s',
    async ([, change]) => {
      const underTest = await startCore();
      const defaults = {
        model: undefined,
        style: undefined,
        count: undefined,
        aspect: undefined,
        format: undefined,
      };
      const wish = wishFor({ defaults: { ...defaults, draftsFirst: true }, ...change });
      expect(await underTest.ask('test:ada', { wish })).toMatchObject({
        kind: 'accepted',
        draft: undefined,
        generation: { wish: { dropped: [] } },
      });
      expect(await everything(underTest)).toHaveLength(1);
    },
  );

  test('is not painted where rules forbid its model', async () => {
    const underTest = await startCore();
    const order = { placeId: 'test:place', change: { models: ['google:4@1'] } };
    await underTest.core.rules.changePlace(shellAuthority, order);
    const acceptance = await underTest.ask('test:ada', { wish: wishFor({ draftsFirst: true }) });
    expect(acceptance).toMatchObject({
      draft: undefined,
      generation: { wish: { dropped: ['draftsFirst'] } },
    });
  });

  test('is erased with what it is the draft of, and shown to nobody after that', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { core, courier, model, pictures, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    await underTest.ask('test:ben');
    model.open.get(draft.id)?.succeed();
    await settled();
    await core.privacy.erase({ personId: 'test:ada', askedAtMs: underTest.clock.nowMs });
    for (const call of [...model.open.values()]) call.succeed();
    await settled();
    const told = courier.delivered.filter((outcome) => outcome.generation.id === generation.id);
    expect(told.flatMap(({ contents }) => contents)).toEqual([]);
    await expect(pictures.read(`${draft.id}/result-0`)).rejects.toThrow();
    const left = (await everything(underTest)).filter(({ personId }) => personId === 'test:ada');
    expect(left.map(({ wish }) => wish.prompt)).toEqual(['', '']);
    expect(await usageOf(underTest)).toMatchObject({ reservedMicros: 0 });
  });

  test('takes no place in the queue of its person, and stands before nobody’s own picture', async () => {
    const underTest = await startCore({ limits: { ...oneAtATime, maxQueuedPerUser: 2 } });
    await underTest.ask('test:ben');
    await underTest.settled();
    const wish = wishFor({ draftsFirst: true });
    expect(await underTest.ask('test:ada', { wish })).toMatchObject({ kind: 'accepted', ahead: 0 });
    expect(await underTest.ask('test:ada', { wish })).toMatchObject({ kind: 'accepted' });
    expect(await underTest.ask('test:ada', { wish })).toMatchObject({
      refusal: { reason: 'queue-full', limit: 2 },
    });
    await underTest.settled();
    const unfinished = await underTest.core.generations.unfinished('test:ada');
    expect(unfinished.map(({ ahead }) => ahead)).toEqual([0, 2]);
  });

  test('lets others have their turn before the picture, who are told of as ahead from the first word on', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    for (const personId of ['test:ben', 'test:cem', 'test:cem']) await underTest.ask(personId);
    await underTest.settled();
    const wish = wishFor({ draftsFirst: true });
    expect(await underTest.ask('test:ada', { wish })).toMatchObject({ kind: 'accepted', ahead: 2 });
    await underTest.settled();
    expect(underTest.courier.acknowledged.at(-1)).toMatchObject({ ahead: 2 });
    const unfinished = await underTest.core.generations.unfinished('test:ada');
    expect(unfinished.map(({ ahead }) => ahead)).toEqual([2]);
  });

  test('ends once with what it is the draft of, whatever ends that', async () => {
    const underTest = await startCore({ limits: oneAtATime });
    const { clock, core, model, settled } = underTest;
    await underTest.ask('test:ben');
    await settled();
    const [running] = model.open.keys();
    await askFor(underTest);
    await core.generations.abandonAt(() => true);
    expect(await openReservations(underTest)).toBe(39_000);
    await askFor(underTest);
    clock.nowMs += 3_600_000;
    model.open.get(running ?? '')?.succeed();
    await settled();
    expect(await openReservations(underTest)).toBe(0);
    const drafts = (await everything(underTest)).filter(({ draftOf }) => draftOf !== undefined);
    expect(drafts.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('that a dying process leaves behind is asked for again under its own id, and shown then', async () => {
    const first = await startCore({ limits: oneAtATime });
    const { draft, generation } = await askFor(first);
    await first.core.stop(0);

    const second = await startCore({ limits: oneAtATime, storage: first.storage, pictures: first.pictures });
    opened.splice(opened.indexOf(first), 1);
    await second.settled();
    expect(second.model.open.get(draft.id)?.call.firstSentAtMs).toBeDefined();
    expect(second.model.sent.size).toBe(0);
    second.model.open.get(draft.id)?.succeed();
    await second.settled();
    expect(second.courier.progressed.at(-1)).toMatchObject({
      generation: { id: generation.id },
      draft: { picture: { key: `${draft.id}/result-0` } },
    });
    second.model.open.get(generation.id)?.succeed();
    await second.settled();
    expect(second.courier.delivered).toMatchObject([{ contents: [`${generation.id}/0`] }]);
    expect(await usageOf(second)).toMatchObject({ reservedMicros: 0, chargedMicros: 54_600 });
  });

  test.for([
    ['is lost', () => new PictureMissing('a'), 0],
    ['cannot be read', () => new Error('the disk is busy'), 1],
  ] as const)('that %s leaves the answer in words', async ([, fault, retries]) => {
    const pictures = new MemoryPictureStore();
    const underTest = await startCore({ pictures });
    const { clock, core, courier, model, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(draft.id)?.succeed();
    await settled();
    pictures.read = () => Promise.reject(fault());
    model.open.get(generation.id)?.fail(controlledFailure('no'));
    await settled();
    for (let retry = 0; retry < retries; retry += 1) {
      expect(courier.delivered).toEqual([]);
      clock.nowMs += 5_000;
      // Another ending wakes the delivery, as its patrol does.
      const { generation: other } = bothIn(
        await underTest.ask('test:ben', { wish: wishFor({ draftsFirst: true }) }),
      );
      await core.generations.cancel({ id: other.id, personId: 'test:ben' });
      await settled();
    }
    const [told] = courier.delivered.filter((outcome) => outcome.generation.id === generation.id);
    expect(told).toMatchObject({
      generation: { state: 'failed' },
      contents: [],
      draft: { picture: undefined },
    });
  });

  test('that is all there is can be reported: moderators see it, and take it away', async () => {
    const underTest = await startCore({ adminIds: ['test:admin'] });
    const { core, courier, model, pictures, settled } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(draft.id)?.succeed();
    await settled();
    model.open.get(generation.id)?.fail(controlledFailure('no'));
    await settled();
    expect(await core.reports.report({ personId: 'test:ben', generation })).toBe('reported');
    await settled();
    expect(courier.reports.at(-1)?.sheet.pictures).toMatchObject([{ key: `${draft.id}/result-0` }]);
    const moderator = { byId: 'test:mod', moderatedPlaceId: 'test:place' };
    await core.reports.decide(moderator, { generationId: generation.id, verdict: 'delete' });
    await settled();
    await expect(pictures.read(`${draft.id}/result-0`)).rejects.toThrow();
    expect(courier.retracted.map(({ id }) => id)).toEqual([generation.id]);
    expect(courier.reports.at(-1)?.sheet).toMatchObject({ pictures: [], report: { verdict: 'delete' } });
  });

  test('goes with its request when somebody deletes that', async () => {
    const underTest = await startCore();
    const { core, model, settled, storage } = underTest;
    const { draft, generation } = await askFor(underTest);
    model.open.get(draft.id)?.succeed();
    await settled();
    model.open.get(generation.id)?.fail(controlledFailure('no'));
    await settled();
    const kept = () => storage.transaction(({ pictures }) => pictures.of(draft.id, 'draft'));
    expect(await kept()).toHaveLength(1);
    await core.gallery.remove({ id: generation.id, byId: 'test:ada' });
    expect(await kept()).toEqual([]);
  });
});

function bothIn(acceptance: Acceptance): { readonly generation: Generation; readonly draft: Generation } {
  if (acceptance.kind !== 'accepted' || acceptance.draft === undefined) {
    throw new Error(`expected an acceptance with a draft, got ${JSON.stringify(acceptance)}`);
  }
  return { generation: acceptance.generation, draft: acceptance.draft.generation };
}

function usageOf({ storage }: CoreUnderTest) {
  return storage.transaction(({ ledger }) => ledger.usage({ day: '2026-11-22', personId: 'test:ada' }));
}

function openReservations({ storage }: CoreUnderTest): Promise<number> {
  return storage.transaction(({ ledger }) => ledger.openReservations());
}

function everything({ storage }: CoreUnderTest): Promise<readonly Generation[]> {
  return storage.transaction(({ generations }) => generations.list({ states: generationStates, limit: 100 }));
}
