import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/core/courier.ts';
import type { Generation } from '../../src/core/generation.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';

describe('a first answer', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest();
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function theGeneration(): Promise<Generation | undefined> {
    const all = await underTest.storage.transaction(({ generations }) => generations.list({ limit: 1 }));
    return all[0];
  }

  test('that can reach nobody ends the generation, and the operator can count it', async () => {
    const { ask, settled, courier, events } = underTest;
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    await ask('test:ada');
    await settled();
    const { id, state } = (await theGeneration()) ?? {};
    expect(state).toBe('cancelled');
    expect(events.filter(({ name }) => name === 'generation-cancelled')).toEqual([
      { name: 'generation-cancelled', generationId: id, providerMs: undefined, costMicros: 0 },
    ]);
  });

  test('that runs into a fault of ours ends the generation, unpaid, and the person is told', async () => {
    const { ask, settled, courier, log, model, storage } = underTest;
    courier.beforeAcknowledge = async () => {
      throw new TypeError('a bug');
    };
    await ask('test:ada');
    await settled();
    courier.beforeAcknowledge = async () => {};
    // Another ending wakes the delivery.
    await ask('test:ben');
    await settled();
    for (const call of model.open.values()) call.succeed();
    await settled();

    const told = courier.delivered.find(({ generation }) => generation.personId === 'test:ada')?.generation;
    expect(told).toMatchObject({ state: 'failed', failure: { code: 'internal', wasCharged: false } });
    const logged = log.find(({ message }) => message === 'the first answer failed');
    expect(logged).toMatchObject({
      level: 'error',
      fields: { generationId: told?.id, reference: told?.failure?.reference },
    });
    expect(model.sent.has(told?.id ?? '')).toBe(false);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('whose fate nobody knows ends the generation, unpaid, and the final answer is owed', async () => {
    const { ask, settled, courier, model } = underTest;
    courier.beforeAcknowledge = async () => {
      throw new DeliveryError({ problem: 'temporary' });
    };
    await ask('test:ada');
    await settled();
    expect(await theGeneration()).toMatchObject({ state: 'failed', failure: { code: 'internal' } });
    expect((await theGeneration())?.nextDeliveryAtMs).toBeDefined();
    expect(model.sent.size).toBe(0);
  });

  test('that runs into a fault of ours stops nothing where the address lasts', async () => {
    const { ask, settled, courier, log, model } = underTest;
    courier.beforeAcknowledge = async () => {
      throw new TypeError('a bug');
    };
    await ask('test:ada', { address: { platform: 'test', isDurable: true } });
    await settled();
    expect(model.open.size).toBe(1);
    expect(log.map(({ level, message }) => `${level}: ${message}`)).toContain(
      'error: the first answer failed',
    );
  });
});

test('a first answer that hangs holds up no stop, and is taken up at the next start', async () => {
  const storage = await openSqliteStorage(':memory:');
  const before = await createCoreUnderTest({ storage });
  await before.core.start();
  before.courier.beforeAcknowledge = () => new Promise(() => {});
  await before.ask('test:ada');
  await before.core.stop(0);

  const after = await createCoreUnderTest({ storage });
  await after.core.start();
  await after.settled();
  expect(after.courier.acknowledged).toHaveLength(1);
  await after.close();
});
