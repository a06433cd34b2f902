import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/core/courier.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { RecordingCourier } from './support/recording-courier.ts';

describe('after a restart', () => {
  let storage: Storage;

  beforeEach(async () => {
    storage = await openSqliteStorage(':memory:');
  });
  afterEach(() => storage.close());

  async function startCore(options: CoreUnderTestOptions = {}): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({ storage, limits: { maxRunning: 1 }, ...options });
    await underTest.core.start();
    return underTest;
  }

  test('a running generation goes on under its id and is not sent again', async () => {
    const before = await startCore();
    await before.ask('test:ada');
    await before.settled();
    const [id] = [...before.model.open.keys()];
    await before.core.stop(0);

    const after = await startCore();
    await after.settled();
    expect([...after.model.open.keys()]).toEqual([id]);
    expect(after.model.open.get(id ?? '')?.call.firstSentAtMs).toBe(before.clock.nowMs);
    expect(after.model.sent.size).toBe(0);
    after.model.open.get(id ?? '')?.succeed();
    await after.settled();
    expect(after.courier.delivered).toHaveLength(1);
    await after.core.stop(0);
  });

  test('the late answer of a life that was believed to be over changes nothing', async () => {
    const before = await startCore();
    await before.ask('test:ada');
    await before.settled();
    const [late] = [...before.model.open.values()];

    const after = await startCore();
    await after.settled();
    late?.succeed();
    await before.settled();
    const [running] = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
    expect(running).toMatchObject({ state: 'running', attempt: 2, holdsSlot: true });
    expect(before.courier.delivered).toEqual([]);

    for (const call of after.model.open.values()) call.succeed();
    await after.settled();
    expect(after.courier.delivered).toHaveLength(1);
    await after.core.stop(0);
    await before.core.stop(0);
  });

  test('what waits keeps its place, and what can no longer be answered is released', async () => {
    const before = await startCore();
    await before.ask('test:ada');
    await before.settled();
    await before.ask('test:ben');
    await before.settled();
    before.courier.beforeAcknowledge = () => new Promise(() => {});
    await before.ask('test:cleo');

    const courier = new RecordingCourier();
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    const after = await startCore({ courier });
    await after.settled();
    for (const call of after.model.open.values()) call.succeed();
    await after.settled();
    for (const call of after.model.open.values()) call.succeed();
    await after.settled();
    const states = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
    expect(states.map(({ personId, state }) => [personId, state])).toEqual([
      ['test:ada', 'delivered'],
      ['test:ben', 'delivered'],
      ['test:cleo', 'cancelled'],
    ]);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    await after.core.stop(0);
  });

  test('a request whose first answer was broken off is answered after all', async () => {
    const before = await startCore();
    before.courier.beforeAcknowledge = () => new Promise(() => {});
    await before.ask('test:ada');

    const after = await startCore();
    await after.settled();
    expect(after.courier.acknowledged).toHaveLength(1);
    expect(after.model.open.size).toBe(1);
    await after.core.stop(0);
  });

  test('pictures that were made are delivered without a new call', async () => {
    const before = await startCore();
    before.courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'temporary', retryAfterMs: 60_000 });
    };
    await before.ask('test:ada');
    await before.settled();
    for (const call of before.model.open.values()) call.succeed();
    await before.settled();
    await before.core.stop(0);

    const after = await createCoreUnderTest({ storage, pictures: before.pictures });
    after.clock.nowMs += 60_000;
    await after.core.start();
    await after.settled();
    expect(after.model.open.size).toBe(0);
    expect(after.courier.delivered).toHaveLength(1);
    await after.core.stop(0);
  });
});
