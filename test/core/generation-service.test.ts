import { afterEach, describe, expect, test } from 'vitest';
import type { Acceptance } from '../../src/core/acceptance-desk.ts';
import { DeliveryError } from '../../src/core/courier.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { TurnGivenUp } from '../../src/core/storage/storage.ts';
import { controlledFailure, refusedByProvider } from './support/controlled-model.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

/** The next transaction is committed, and ends in a fault all the same. */
function loseOneConfirmation(storage: Storage): void {
  const whole = storage.transaction.bind(storage);
  storage.transaction = async (work, turn) => {
    storage.transaction = whole;
    await whole(work, turn);
    throw new Error('the connection broke');
  };
}

describe('the generation service', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(options: CoreUnderTestOptions = {}): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest(options);
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  test('paints what was asked for and charges what it cost', async () => {
    const { ask, settled, model, courier, storage } = await startCore();
    const { generation } = acceptedIn(await ask('test:ada', { wish: wishFor({ count: 2 }) }));
    await settled();
    model.open.get(generation.id)?.succeed();
    await settled();

    const [delivered] = courier.delivered;
    expect(delivered?.contents).toEqual([`${generation.id}/0`, `${generation.id}/1`]);
    expect(delivered?.generation).toMatchObject({ state: 'made', costMicros: 54_600, missingPictures: 0 });
    await storage.transaction(async ({ ledger }) => {
      expect(await ledger.usage({ day: '2026-11-22', personId: 'test:ada' })).toEqual({
        reservedMicros: 0,
        reservedPictures: 0,
        spentMicros: 54_600,
        chargedMicros: 54_600,
        pictures: 2,
      });
    });
  });

  test('accepts a redelivered update once and answers it once', async () => {
    const { ask, settled, courier, model } = await startCore();
    const first = acceptedIn(await ask('test:ada', { sourceKey: 'telegram:update:7' }));
    const second = await ask('test:ada', { sourceKey: 'telegram:update:7' });
    await settled();

    expect(second).toMatchObject({ kind: 'repeated', generation: { id: first.generation.id } });
    expect(courier.acknowledged).toHaveLength(1);
    expect(model.open.size).toBe(1);
  });

  test('accepts, and answers, what was committed although the database could not say so', async () => {
    const { ask, settled, courier, model, storage } = await startCore({ drafts: true });
    loseOneConfirmation(storage);
    const wish = wishFor({ draftsFirst: true });
    const { draft, generation } = acceptedIn(await ask('test:ada', { sourceKey: 'test:1', wish }));
    expect(draft?.generation.draftOf).toBe(generation.id);
    await settled();
    expect(courier.acknowledged).toHaveLength(1);
    expect([...model.open.keys()]).toContain(draft?.generation.id);
    expect(await ask('test:ada', { sourceKey: 'test:1' })).toMatchObject({ kind: 'repeated' });
  });

  test('throws what kept a request from being committed', async () => {
    const { ask, storage } = await startCore();
    const whole = storage.transaction.bind(storage);
    storage.transaction = () => {
      storage.transaction = whole;
      return Promise.reject(new Error('the connection broke'));
    };
    await expect(ask('test:ada')).rejects.toThrow('the connection broke');
    expect(await storage.transaction(({ generations }) => generations.list({ limit: 9 }))).toEqual([]);
  });

  test('throws in time what the database broke by, although it does not come back', async () => {
    const { ask, storage } = await startCore();
    const whole = storage.transaction.bind(storage);
    const patience = new AbortController();
    storage.transaction = () => {
      storage.transaction = (_work, turn) => {
        storage.transaction = whole;
        return new Promise((_, reject) => {
          turn?.signal?.addEventListener('abort', () => reject(new TurnGivenUp()));
          patience.abort();
        });
      };
      return Promise.reject(new Error('the connection broke'));
    };
    await expect(ask('test:ada', { patience: patience.signal })).rejects.toThrow('the connection broke');
  });

  test('refuses one request more than the queue holds, and nothing is reserved for it', async () => {
    const { ask, settled, storage } = await startCore({
      limits: { maxQueuedPerUser: 2, maxRunning: 1, maxRunningPerUser: 1 },
    });
    for (let request = 0; request < 3; request += 1) {
      acceptedIn(await ask('test:ada'));
      await settled();
    }
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal: { reason: 'queue-full', limit: 2 } });
    const reserved = await storage.transaction(({ ledger }) => ledger.openReservations());
    expect(reserved).toBe(3 * 39_000);
  });

  test('refuses at once what would hardly start in time', async () => {
    // One is painted at a time, some eleven seconds each.
    const { ask, settled, storage } = await startCore({ limits: { maxRunning: 1, maxWaitMs: 12_000 } });
    for (const person of ['ada', 'ben', 'cem']) {
      expect(await ask(`test:${person}`)).toMatchObject({ kind: 'accepted' });
      await settled();
    }
    expect(await ask('test:dora')).toEqual({
      kind: 'refused',
      refusal: { reason: 'line-too-long', maxWaitMs: 12_000 },
    });
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(3 * 39_000);
  });

  test('refuses what could not be decided about in time, and keeps nothing of it', async () => {
    const { ask, settled, storage, courier } = await startCore();
    const patience = AbortSignal.abort();
    expect(await ask('test:ada', { patience })).toEqual({
      kind: 'refused',
      refusal: { reason: 'too-many-at-once' },
    });
    await settled();
    expect(courier.acknowledged).toEqual([]);
    expect(await storage.transaction(({ generations }) => generations.list({ limit: 9 }))).toEqual([]);
  });

  test('refuses at once, and starts nothing, while the backend is left alone', async () => {
    const { ask, model, settled } = await startCore({ limits: { maxRunning: 1 } });
    await ask('test:ada');
    await ask('test:ben');
    await settled();
    model.isLeftAlone = true;
    expect((await ask('test:ben', { sourceKey: 'test:2' })).kind).toBe('repeated');
    expect(await ask('test:cem')).toEqual({ kind: 'refused', refusal: { reason: 'provider-paused' } });
    for (const call of [...model.open.values()]) call.fail(controlledFailure('no'));
    await settled();
    // Ben keeps his place instead of failing, too.
    expect(model.open.size).toBe(0);
    model.isLeftAlone = false;
    await ask('test:dora');
    await settled();
    expect([...model.open.values()].map(({ call }) => call.id)).toHaveLength(1);
  });

  test('lets in only whom the operator lets in, by person or by place', async () => {
    const { ask } = await startCore({ allowed: ['test:ada', 'test:club'] });
    acceptedIn(await ask('test:ada'));
    acceptedIn(await ask('test:ben', { placeId: 'test:club' }));
    expect(await ask('test:ben')).toEqual({ kind: 'refused', refusal: { reason: 'not-allowed' } });
  });

  test('refuses what the model cannot do before anything is reserved', async () => {
    const { ask, storage } = await startCore();
    expect(await ask('test:ada', { wish: wishFor({ model: 'no-such-model', count: 9 }) })).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'wish-impossible', problems: [{ problem: 'model-unknown' }] },
    });
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('does not paint for a person whom no answer can reach, and releases the money', async () => {
    const { ask, settled, courier, model, storage } = await startCore();
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    const { generation } = acceptedIn(await ask('test:ada'));
    await settled();

    expect(model.open.size).toBe(0);
    expect(courier.delivered).toEqual([]);
    await storage.transaction(async ({ generations, ledger }) => {
      expect(await generations.find(generation.id)).toMatchObject({ state: 'cancelled' });
      expect(await ledger.openReservations()).toBe(0);
    });
  });

  test('does not paint where the bot may no longer write, however lasting the address', async () => {
    const { ask, settled, courier, model, storage } = await startCore();
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    await ask('test:ada', { address: { platform: 'test', isDurable: true } });
    await settled();
    expect(model.open.size).toBe(0);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('goes on without a first answer where the address lasts', async () => {
    const { ask, settled, courier, model } = await startCore();
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'temporary' });
    };
    await ask('test:ada', { address: { platform: 'test', isDurable: true } });
    await settled();
    expect(model.open.size).toBe(1);
  });

  test('waits for the first answer before it paints', async () => {
    const { ask, settled, courier, model } = await startCore();
    const arrival = Promise.withResolvers<void>();
    courier.beforeAcknowledge = () => arrival.promise;
    await ask('test:ada');
    await settled();
    expect(model.open.size).toBe(0);
    arrival.resolve();
    await settled();
    expect(model.open.size).toBe(1);
  });

  test('tells the person of a failure, charges nothing and logs the cause with the same reference', async () => {
    const { ask, settled, courier, model, log, storage } = await startCore();
    const { generation } = acceptedIn(await ask('test:ada'));
    await settled();
    model.open.get(generation.id)?.fail(refusedByProvider());
    await settled();

    const failure = courier.delivered[0]?.generation.failure;
    expect(failure).toMatchObject({ code: 'content-refused', mayRetryHelp: false, wasCharged: false });
    expect(log.find(({ message }) => message === 'a generation failed')?.fields.reference).toBe(
      failure?.reference,
    );
    await storage.transaction(async ({ ledger }) => {
      expect(await ledger.usage({ day: '2026-11-22', personId: undefined })).toEqual({
        reservedMicros: 0,
        reservedPictures: 0,
        spentMicros: 0,
        chargedMicros: 0,
        pictures: 0,
      });
    });
  });

  test('ends what waited too long, unpaid, and says so', async () => {
    const { ask, settled, courier, model, clock, core } = await startCore({
      limits: { maxRunning: 1, maxRunningPerUser: 1, maxWaitMs: 60_000 },
    });
    await ask('test:ada');
    await settled();
    const { generation } = acceptedIn(await ask('test:ben'));
    await settled();
    clock.nowMs += 60_001;
    for (const call of model.open.values()) call.succeed();
    await settled();

    expect(courier.delivered.map(({ generation }) => generation.state).sort()).toEqual(['expired', 'made']);
    expect(await core.generations.cancel(generation)).toMatchObject({ kind: 'already-over' });
  });

  describe('cancelling', () => {
    test('is free while the wish waits', async () => {
      const { ask, settled, courier, core, storage } = await startCore({ limits: { maxRunning: 0 } });
      const { generation } = acceptedIn(await ask('test:ada'));
      await settled();
      expect(await core.generations.cancel(generation)).toMatchObject({ kind: 'cancelled' });
      await settled();
      expect(courier.delivered[0]?.generation.state).toBe('cancelled');
      expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    });

    test('answers at once while the paid call goes on, and keeps its slot until that is over', async () => {
      const { ask, settled, courier, core, model, storage } = await startCore({ limits: { maxRunning: 1 } });
      const { generation } = acceptedIn(await ask('test:ada'));
      await ask('test:ben');
      await settled();
      expect(await core.generations.cancel(generation)).toMatchObject({ kind: 'cancelled-while-running' });
      await settled();
      expect(courier.delivered[0]?.generation.state).toBe('cancelled');
      expect([...model.open.keys()]).toEqual([generation.id]);

      model.open.get(generation.id)?.succeed();
      await settled();
      expect(model.open.size).toBe(1);
      expect(courier.delivered).toHaveLength(1);
      const pictures = await storage.transaction((transaction) =>
        transaction.pictures.of(generation.id, 'result'),
      );
      expect(pictures).toHaveLength(1);
    });

    test('is only for the person whose wish it is', async () => {
      const { ask, core } = await startCore();
      const { generation } = acceptedIn(await ask('test:ada'));
      expect(await core.generations.cancel({ id: generation.id, personId: 'test:ben' })).toEqual({
        kind: 'not-found',
      });
    });
  });

  describe('a place that is lost', () => {
    const at = (place: string) => ({ address: { platform: 'test', isDurable: false, place } });

    test('ends what waits for it, unpaid and without a word, and nothing else', async () => {
      const { ask, settled, core, courier, model, storage } = await startCore({ limits: { maxRunning: 1 } });
      const running = acceptedIn(await ask('test:ada', at('club')));
      await settled();
      const waiting = acceptedIn(await ask('test:ada', at('club')));
      const elsewhere = acceptedIn(await ask('test:ada', at('home')));
      await settled();

      expect(await core.generations.abandonAt(({ place }) => place === 'club')).toBe(1);
      await settled();
      expect(courier.delivered).toEqual([]);
      model.open.get(running.generation.id)?.succeed();
      await settled();
      model.open.get(elsewhere.generation.id)?.succeed();
      await settled();
      expect(courier.delivered.map(({ generation }) => [generation.id, generation.state])).toEqual([
        [running.generation.id, 'made'],
        [elsewhere.generation.id, 'made'],
      ]);
      // It is said when they come back.
      const missed = await core.generations.missedBy({ personId: 'test:ada', publicPlaceId: undefined });
      expect(missed).toEqual([waiting.generation.id]);
      await storage.transaction(async ({ generations, ledger }) => {
        expect(await generations.find(waiting.generation.id)).toMatchObject({
          state: 'cancelled',
          nextDeliveryAtMs: undefined,
        });
        expect(await ledger.openReservations()).toBe(0);
        expect(await ledger.usage({ day: '2026-11-22', personId: undefined })).toMatchObject({
          spentMicros: 54_600,
        });
      });
    });

    test('breaks off the pictures that are fetched for it', async () => {
      const { ask, settled, core, intake, storage } = await startCore();
      const wish = wishFor({ references: [{ kind: 'attachment', platform: 'test', handle: 'a' }] });
      acceptedIn(await ask('test:ada', { ...at('club'), wish }));
      await settled();
      const fetching = intake.waiting[0]?.demands.signal;
      expect(fetching?.aborted).toBe(false);
      expect(await core.generations.abandonAt(({ place }) => place === 'club')).toBe(1);
      expect(fetching?.aborted).toBe(true);
      expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    });

    test('takes what has not even been answered for the first time', async () => {
      const { ask, settled, core, courier, model } = await startCore();
      const arrival = Promise.withResolvers<void>();
      courier.beforeAcknowledge = () => arrival.promise;
      await ask('test:ada', at('club'));
      expect(await core.generations.abandonAt(({ place }) => place === 'club')).toBe(1);
      arrival.resolve();
      await settled();
      expect([model.open.size, courier.delivered.length]).toEqual([0, 0]);
    });
  });

  test('refuses politely while it stops', async () => {
    const { ask, core } = await startCore();
    await core.stop(0);
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal: { reason: 'stopping' } });
  });
});

function acceptedIn(acceptance: Acceptance): Extract<Acceptance, { kind: 'accepted' }> {
  if (acceptance.kind !== 'accepted')
    throw new Error(`expected an acceptance, got ${JSON.stringify(acceptance)}`);
  return acceptance;
}
