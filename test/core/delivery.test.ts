import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryProblem } from '../../src/core/courier.ts';
import { DeliveryError } from '../../src/core/courier.ts';
import type { Generation } from '../../src/core/generation.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';

const hourMs = 60 * 60_000;

describe('delivery', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest();
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function makeOne(): Promise<void> {
    const { ask, settled, model } = underTest;
    await ask('test:ada');
    await settled();
    for (const call of model.open.values()) call.succeed();
    await settled();
  }

  async function theGeneration(): Promise<Generation | undefined> {
    const all = await underTest.storage.transaction(({ generations }) => generations.list({ limit: 1 }));
    return all[0];
  }

  /** Has one answer fail in these ways, one after the other; it is made by the first. */
  async function failWith(problems: readonly DeliveryProblem[]): Promise<void> {
    const { clock, courier } = underTest;
    for (const problem of problems) {
      courier.beforeDeliver = async ({ generation }) => {
        if (generation.personId === 'test:ada') throw new DeliveryError({ problem });
      };
      const owed = await theGeneration();
      if (owed === undefined) await makeOne();
      clock.nowMs = Math.max(clock.nowMs, owed?.nextDeliveryAtMs ?? 0);
      if (owed !== undefined) await lookForDue();
    }
  }

  /** Another's answer that becomes due lets the delivery look. */
  async function lookForDue(): Promise<void> {
    const acceptance = await underTest.ask('test:ben');
    if (acceptance.kind !== 'accepted') throw new Error('expected to be accepted');
    const { id, personId } = acceptance.generation;
    await underTest.core.generations.cancel({ id, personId });
    await underTest.settled();
  }

  test('tries again when the platform said that it may help, not before the time it named', async () => {
    underTest.courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'temporary', retryAfterMs: 30_000 });
    };
    await makeOne();
    expect(await theGeneration()).toMatchObject({
      state: 'made',
      deliveryAttempts: 1,
      nextDeliveryAtMs: underTest.clock.nowMs + 30_000,
    });
  });

  test('pauses longer from attempt to attempt where no time was named, and remembers each', async () => {
    const { clock, courier, settled } = underTest;
    courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'temporary' });
    };
    await makeOne();
    const first = await theGeneration();
    expect(first).toMatchObject({ state: 'made', deliveryAttempts: 1 });
    expect(first?.nextDeliveryAtMs).toBeGreaterThanOrEqual(clock.nowMs + 500);

    clock.nowMs += 60_000;
    await underTest.ask('test:ben');
    await settled();
    for (const call of underTest.model.open.values()) call.succeed();
    await settled();
    const second = await theGeneration();
    expect(second).toMatchObject({ state: 'made', deliveryAttempts: 2 });
    expect(second?.nextDeliveryAtMs).toBeGreaterThanOrEqual(clock.nowMs + 1_000);
  });

  test('takes a time to wait that is no whole number of milliseconds', async () => {
    underTest.courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'temporary', retryAfterMs: 400.5 });
    };
    await makeOne();
    expect(await theGeneration()).toMatchObject({
      state: 'made',
      nextDeliveryAtMs: underTest.clock.nowMs + 401,
    });
  });

  test.each([1, 1_000])(
    'is tried for a day after the end, %d times or more, and no longer',
    async (attempts) => {
      const { ask, clock, core, courier, settled, storage } = underTest;
      courier.beforeDeliver = async ({ generation }) => {
        if (generation.personId !== 'test:ada') return;
        throw new DeliveryError({ problem: 'temporary', retryAfterMs: hourMs });
      };
      await makeOne();
      const owed = await theGeneration();
      if (owed === undefined) throw new Error('expected a generation');
      await storage.transaction(({ generations }) =>
        generations.save({ ...owed, deliveryAttempts: attempts }),
      );
      /** Somebody else's ending wakes the delivery, as its patrol does. */
      const letPass = async (passedMs: number) => {
        clock.nowMs += passedMs;
        const passerBy = await ask('test:ben');
        if (passerBy.kind !== 'accepted') throw new Error('expected to be accepted');
        await core.generations.cancel(passerBy.generation);
        await settled();
      };
      await letPass(24 * hourMs);
      expect(await theGeneration()).toMatchObject({ state: 'made', deliveryAttempts: attempts + 1 });
      await letPass(hourMs);
      expect(await theGeneration()).toMatchObject({ state: 'undeliverable', nextDeliveryAtMs: undefined });
    },
  );

  test('ends what is rejected three times, and counts no failure that passes among them', async () => {
    const problems: DeliveryProblem[] = ['temporary', 'rejected', 'temporary', 'temporary', 'rejected'];
    await failWith(problems);
    expect(await theGeneration()).toMatchObject({
      state: 'made',
      deliveryAttempts: 3,
      deliveryRejections: 2,
    });
    await failWith(['rejected']);
    expect(await theGeneration()).toMatchObject({ state: 'undeliverable', nextDeliveryAtMs: undefined });
  });

  test('gives up nothing while the pictures cannot be read', async () => {
    const { courier, pictures } = underTest;
    const read = pictures.read.bind(pictures);
    pictures.read = async () => {
      throw new Error('the bucket does not answer');
    };
    await makeOne();
    for (let tries = 1; tries < 5; tries += 1) {
      const owed = await theGeneration();
      expect(owed).toMatchObject({ state: 'made', deliveryAttempts: tries, deliveryRejections: 0 });
      underTest.clock.nowMs = owed?.nextDeliveryAtMs ?? 0;
      await lookForDue();
    }
    pictures.read = read;
    underTest.clock.nowMs = (await theGeneration())?.nextDeliveryAtMs ?? 0;
    await lookForDue();
    expect(await theGeneration()).toMatchObject({ state: 'delivered' });
    expect(courier.delivered.filter(({ contents }) => contents.length === 1)).toHaveLength(1);
  });

  test('counts nothing and gives up nothing while the bot itself is refused', async () => {
    await failWith(['unauthorised', 'unauthorised', 'unauthorised']);
    underTest.clock.nowMs += 24 * 60 * 60_000 + 1;
    await failWith(['unauthorised']);
    const generation = await theGeneration();
    expect(generation).toMatchObject({ state: 'made', deliveryAttempts: 0, deliveryRejections: 0 });
    expect(generation?.nextDeliveryAtMs).toBeGreaterThan(underTest.clock.nowMs);
  });

  test('gives up where nobody can be reached, and keeps the pictures', async () => {
    underTest.courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    await makeOne();
    const generation = await theGeneration();
    expect(generation).toMatchObject({ state: 'undeliverable', nextDeliveryAtMs: undefined });
    const kept = await underTest.storage.transaction(({ pictures }) =>
      pictures.of(generation?.id ?? '', 'result'),
    );
    expect(kept).toHaveLength(1);
    expect(underTest.events.at(-1)).toMatchObject({ name: 'generation-undeliverable' });
    const missed = { personId: 'test:ada', publicPlaceId: undefined };
    const { generations } = underTest.core;
    expect(await generations.missedBy({ ...missed, personId: 'test:ben' })).toEqual([]);
    expect(await generations.missedBy(missed)).toEqual([generation?.id]);
    await generations.forgetMissed([generation?.id ?? '']);
    expect(await generations.missedBy(missed)).toEqual([]);
  });

  test('never sends again what was deleted before its arrival was known', async () => {
    const { clock, core, courier } = underTest;
    courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'temporary' });
    };
    await makeOne();
    const id = (await theGeneration())?.id ?? '';
    courier.beforeDeliver = async () => undefined;
    await core.gallery.remove({ id, byId: 'test:ada' });
    clock.nowMs += 60 * 60_000;
    // What is due is looked for once more when Easel stops.
    await core.stop(1_000);
    expect(courier.delivered).toEqual([]);
    expect(await theGeneration()).toMatchObject({ state: 'delivered', nextDeliveryAtMs: undefined });
  });

  test('keeps the address of where the answer ended up', async () => {
    underTest.courier.landsAt = (address) => ({ ...address, isDurable: true, messageId: 'another one' });
    await makeOne();
    expect(await theGeneration()).toMatchObject({
      state: 'delivered',
      address: { platform: 'test', isDurable: true, messageId: 'another one' },
    });
    expect(underTest.courier.retracted).toEqual([]);
  });

  test('takes away an answer that was deleted on its way, from where it ended up', async () => {
    const { core, courier, events } = underTest;
    const owed: boolean[] = [];
    courier.landsAt = (address) => ({ ...address, messageId: 'another one' });
    courier.beforeDeliver = async ({ generation: { id }, isOwed }) => {
      owed.push(await isOwed());
      await core.gallery.remove({ id, byId: 'test:ada' });
      owed.push(await isOwed());
    };
    // It was read before.
    underTest.pictures.remove = async () => {};
    await makeOne();
    expect(owed).toEqual([true, false]);
    const generation = await theGeneration();
    expect(generation?.address).toMatchObject({ messageId: 'another one' });
    expect(courier.retracted).toEqual([generation]);
    expect(events.filter(({ name }) => name === 'generation-delivered')).toEqual([]);
  });

  test('waits for the first answer, so that the final one can replace it', async () => {
    const { ask, settled, courier, core, storage } = underTest;
    const arrival = Promise.withResolvers<void>();
    courier.beforeAcknowledge = () => arrival.promise;
    await ask('test:ada');
    await settled();
    const generation = await theGeneration();
    await core.generations.cancel({ id: generation?.id ?? '', personId: 'test:ada' });
    await settled();
    expect(courier.delivered).toEqual([]);

    arrival.resolve();
    await settled();
    expect(courier.delivered[0]?.generation.address).toMatchObject({
      messageId: `status of ${generation?.id}`,
    });
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('still tells what ends while Easel stops', async () => {
    const { ask, settled, courier, core, model } = underTest;
    await ask('test:ada');
    await settled();
    const stopped = core.stop(1_000);
    for (const call of model.open.values()) call.succeed();
    await stopped;
    expect(courier.delivered.map(({ generation }) => generation.state)).toEqual(['made']);
  });

  test('lets nobody wait for the first answers of others', async () => {
    const { ask, settled, courier, core, model } = underTest;
    const arrival = Promise.withResolvers<void>();
    courier.beforeAcknowledge = ({ generation }) =>
      generation.personId === 'test:zoe' ? Promise.resolve() : arrival.promise;
    for (let number = 0; number < 10; number += 1) {
      const acceptance = await ask(`test:slow-${number}`);
      if (acceptance.kind !== 'accepted') throw new Error('expected to be accepted');
      const { id, personId } = acceptance.generation;
      await core.generations.cancel({ id, personId });
    }
    await settled();
    await ask('test:zoe');
    await settled();
    for (const call of model.open.values()) call.succeed();
    await settled();
    const told = courier.delivered.map(({ generation }) => generation.personId);
    arrival.resolve();
    expect(told).toEqual(['test:zoe']);
  });
});

describe('delivery over a database with a fault', () => {
  test('tells again what it could not read, and ends nothing for it', async () => {
    const real = await openSqliteStorage(':memory:');
    let faults = 1;
    const storage: Storage = {
      close: () => real.close(),
      read: (work) => real.read(work),
      transaction: (work) =>
        real.transaction((transaction) =>
          work({
            ...transaction,
            pictures: {
              add: (picture) => transaction.pictures.add(picture),
              removeOf: (id) => transaction.pictures.removeOf(id),
              of: async (id, role) => {
                if (role === 'result' && faults > 0) {
                  faults -= 1;
                  throw new Error('the disk did not answer');
                }
                return transaction.pictures.of(id, role);
              },
            },
          }),
        ),
    };
    const underTest = await createCoreUnderTest({ storage });
    const { ask, settled, model, courier, core, log } = underTest;
    await core.start();
    for (const personId of ['test:ada', 'test:ben']) {
      await ask(personId);
      await settled();
      for (const call of model.open.values()) call.succeed();
      await settled();
    }
    expect(courier.delivered.map(({ generation }) => generation.personId).toSorted()).toEqual([
      'test:ada',
      'test:ben',
    ]);
    expect(courier.delivered.map(({ generation }) => generation.deliveryAttempts)).toEqual([0, 0]);
    expect(log.filter(({ level }) => level === 'error')).toHaveLength(1);
    await underTest.close();
  });
});
