import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../src/core/generation.ts';
import { defaultRunwareLimits } from '../../src/core/runware/runware-limits.ts';
import { controlledFailure, type OpenCall } from './support/controlled-model.ts';
import { type CoreUnderTest, createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const lengthMs = 40_000;
const storingMs = 120_000;
const callDeadlineMs = 300_000;

let underTest: CoreUnderTest;
afterEach(() => underTest.close());

function find(id: string): Promise<Generation | undefined> {
  return underTest.storage.transaction(({ generations }) => generations.find(id));
}

async function start(ask = 'test:ada'): Promise<string> {
  await underTest.core.start();
  const acceptance = await underTest.ask(ask);
  if (acceptance.kind !== 'accepted') throw new Error(`expected an acceptance, got ${acceptance.kind}`);
  await underTest.settled();
  return acceptance.generation.id;
}

/** Somebody else's request wakes the queue, as the patrol does. */
async function look(): Promise<void> {
  await underTest.ask('test:passer-by');
  await underTest.settled();
}

async function letPass(passedMs: number): Promise<void> {
  underTest.clock.nowMs += passedMs;
  await look();
}

function current(id: string): OpenCall {
  const call = underTest.model.open.get(id);
  if (call === undefined) throw new Error('expected an open call');
  return call;
}

function overtaken(): OpenCall {
  const [call] = underTest.model.overtaken;
  if (call === undefined) throw new Error('expected a call that was overtaken');
  return call;
}

async function usage() {
  const day = '2026-11-22';
  return underTest.storage.transaction(async ({ ledger }) => ({
    ...(await ledger.usage({ day, personId: 'test:ada' })),
    reservedMicros: await ledger.openReservations(),
  }));
}

/** Makes the next call of a method fail. */
function failOnce<Name extends string>(
  target: Record<Name, (...values: never[]) => Promise<unknown>>,
  name: Name,
  message: string,
): void {
  const whole = target[name];
  target[name] = () => {
    target[name] = whole;
    return Promise.reject(new Error(message));
  };
}

/** Signs of life go by the real clock. */
const soon = (message: string) => ({ timeout: 10_000, message });

const messages = () => underTest.log.map(({ message }) => message);
const goesNoFurther = 'a run goes no further: its generation is its own no more';

describe('a run that gives no sign of life', () => {
  let id: string;

  beforeEach(async () => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1, maxQueuedPerUser: 50 } });
    id = await start();
  });

  test('has its generation until its lease ends', async () => {
    const startedAtMs = underTest.clock.nowMs;
    expect(await find(id)).toMatchObject({ attempt: 1, leaseUntilMs: startedAtMs + lengthMs });
    await letPass(lengthMs - 1);
    expect(await find(id)).toMatchObject({ attempt: 1, leaseUntilMs: startedAtMs + lengthMs });
    expect(underTest.model.overtaken.size).toBe(0);
  });

  test('is taken over in its one slot: the backend is asked under the same id, nothing is sent again', async () => {
    const firstSentAtMs = underTest.clock.nowMs;
    await letPass(lengthMs);
    expect(await find(id)).toMatchObject({
      state: 'running',
      attempt: 2,
      holdsSlot: true,
      leaseUntilMs: underTest.clock.nowMs + lengthMs,
      deadlineAtMs: firstSentAtMs + callDeadlineMs,
    });
    expect(current(id).call.firstSentAtMs).toBe(firstSentAtMs);
    expect([...underTest.model.sent]).toEqual([[id, 1]]);
    expect([...underTest.model.open.keys()]).toEqual([id]);
    expect(underTest.events).toContainEqual({ name: 'generation-taken-over', generationId: id, attempt: 2 });
  });

  test('is taken over while what never arrived may be sent again', async () => {
    await letPass(lengthMs);
    const { firstSentAtMs = 0 } = current(id).call;
    // The queue may look five seconds later, and the backend is asked before.
    const sparedMs = 10_000;
    expect(underTest.clock.nowMs + sparedMs - firstSentAtMs).toBeLessThan(
      defaultRunwareLimits.resendWindowMs,
    );
  });

  test('changes nothing with a late answer, and its generation is told and charged once', async () => {
    await letPass(lengthMs);
    overtaken().succeed();
    await underTest.settled();
    expect(await find(id)).toMatchObject({ state: 'running', attempt: 2, holdsSlot: true });
    expect(underTest.courier.delivered).toEqual([]);
    expect(messages()).toContain(goesNoFurther);

    current(id).succeed();
    await underTest.settled();
    expect(underTest.courier.delivered).toHaveLength(1);
    expect(await find(id)).toMatchObject({ state: 'delivered', leaseUntilMs: undefined });
    expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
  });

  test('changes nothing with an answer that comes when all is told', async () => {
    await letPass(lengthMs);
    const late = overtaken();
    current(id).succeed();
    await underTest.settled();
    late.succeed();
    await underTest.settled();
    expect(underTest.courier.delivered).toHaveLength(1);
    expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
    expect(messages()).toContain(goesNoFurther);
    expect(messages()).not.toContain('the outcome could not be stored; trying again');
  });

  test('changes nothing with a late failure', async () => {
    await letPass(lengthMs);
    overtaken().fail(controlledFailure('no'));
    await underTest.settled();
    expect(await find(id)).toMatchObject({ state: 'running', attempt: 2, failure: undefined });
    expect(underTest.courier.delivered).toEqual([]);
  });

  test('answers after all when nobody has taken over yet', async () => {
    underTest.clock.nowMs += lengthMs;
    current(id).succeed();
    await underTest.settled();
    expect(underTest.courier.delivered).toHaveLength(1);
  });

  test('is taken over although the person cancelled: the slot is held until its call is over', async () => {
    await underTest.core.generations.cancel({ id, personId: 'test:ada' });
    await letPass(lengthMs);
    overtaken().succeed();
    await underTest.settled();
    expect(await find(id)).toMatchObject({ state: 'cancelled', attempt: 2, holdsSlot: true });
    expect([...underTest.model.open.keys()]).toEqual([id]);

    current(id).succeed();
    await underTest.settled();
    expect(await find(id)).toMatchObject({ state: 'cancelled', holdsSlot: false, costMicros: 27_300 });
  });
});

test('a run that hangs before its first send sends nothing when another has sent', async () => {
  underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
  const hanging = Promise.withResolvers<void>();
  underTest.model.beforeSend = () => hanging.promise;
  const id = await start();
  underTest.model.beforeSend = async () => {};
  await letPass(lengthMs);
  expect(await find(id)).toMatchObject({
    attempt: 2,
    deadlineAtMs: underTest.clock.nowMs + callDeadlineMs,
  });
  hanging.resolve();
  await underTest.settled();
  expect([...underTest.model.sent]).toEqual([[id, 1]]);
  expect(messages()).toContain(goesNoFurther);
});

describe('a run that hangs for good', () => {
  beforeEach(async () => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1, maxQueuedPerUser: 50 } });
    underTest.model.isDeaf = true;
  });

  test('is taken over for half an hour, then its outcome counts as unknown and its slot is free', async () => {
    const id = await start();
    for (let attempt = 2; attempt <= 7; attempt += 1) {
      await letPass(callDeadlineMs);
      expect(await find(id)).toMatchObject({ state: 'running', attempt, holdsSlot: true });
      expect([...underTest.model.open.keys()]).toEqual([id]);
    }
    await letPass(callDeadlineMs);
    const { reservedMicros } = (await find(id)) ?? {};
    expect(await find(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'outcome-unknown', wasCharged: false },
      holdsSlot: false,
      costMicros: reservedMicros,
    });
    expect(await usage()).toMatchObject({ spentMicros: reservedMicros, chargedMicros: 0 });
    expect(underTest.courier.delivered.map(({ generation }) => generation.id)).toEqual([id]);
    expect(underTest.model.open.size).toBe(2);
    expect(underTest.model.sent.get(id)).toBe(1);
  });

  test('leaves no file behind that its runs had put away', async () => {
    const { core, pictures } = underTest;
    underTest.model.isDeaf = false;
    const write = pictures.write.bind(pictures);
    const hangs = new Promise<void>(() => {});
    pictures.write = (key, bytes) => (key.endsWith('result-1') ? hangs : write(key, bytes));
    await core.start();
    const acceptance = await underTest.ask('test:ada', { wish: wishFor({ count: 2 }) });
    if (acceptance.kind !== 'accepted') throw new Error('expected to be accepted');
    const { id } = acceptance.generation;
    await underTest.settled();
    while ((await find(id))?.state === 'running') {
      underTest.model.open.get(id)?.succeed();
      await letPass(callDeadlineMs);
    }
    expect(await pictures.read(`${id}/result-0`)).toBeDefined();
    const keys = await underTest.storage.transaction(({ retention }) => retention.unneededFiles(10));
    expect(keys.toSorted()).toEqual([`${id}/result-0`, `${id}/result-1`]);
  });

  test('is asked for after a long time, too, when few have tried', async () => {
    const id = await start();
    await letPass(24 * 3_600_000);
    expect(await find(id)).toMatchObject({ state: 'running', attempt: 2 });
    current(id).succeed();
    await underTest.settled();
    expect(underTest.courier.delivered.map(({ pictures }) => pictures.length)).toContain(1);
  });

  test('before it has sent anything ends unpaid', async () => {
    underTest.model.beforeSend = () => new Promise(() => {});
    const id = await start();
    for (let attempt = 2; attempt <= 6; attempt += 1) await letPass(callDeadlineMs + storingMs);
    expect(await find(id)).toMatchObject({ state: 'failed', failure: { code: 'internal' }, costMicros: 0 });
    expect(await usage()).toMatchObject({ spentMicros: 0, chargedMicros: 0 });
    expect(underTest.model.sent.size).toBe(0);
  });

  test('ends unpaid as well when its runs die one soon after the other', async () => {
    underTest.model.beforeSend = () => new Promise(() => {});
    const id = await start();
    for (let passedMs = 0; passedMs < 9 * 60_000; passedMs += lengthMs) await letPass(lengthMs);
    expect(await find(id)).toMatchObject({ state: 'failed', failure: { code: 'internal' }, costMicros: 0 });
  });

  test('does not keep the process from stopping', async () => {
    await start();
    await underTest.core.stop(0);
    expect(messages()).toContain('stopping without runs that hang');
  });
});

test('pictures that cannot be put away are fetched again by whoever takes over', async () => {
  underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
  const { pictures } = underTest;
  const write = pictures.write.bind(pictures);
  const hanging = Promise.withResolvers<void>();
  pictures.write = async (key, bytes) => {
    await hanging.promise;
    await write(key, bytes);
  };
  const id = await start();
  current(id).succeed();
  await underTest.settled();
  pictures.write = write;
  await letPass(lengthMs);
  current(id).succeed();
  await underTest.settled();
  hanging.resolve();
  await underTest.settled();
  expect(underTest.courier.delivered.map(({ contents }) => contents)).toEqual([[`${id}/0`]]);
  expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
});

test.each([
  ['a disk', ({ pictures }: CoreUnderTest) => failOnce(pictures, 'write', 'the disk is full')],
  [
    'a database',
    ({ pictures, storage }: CoreUnderTest) => {
      const write = pictures.write.bind(pictures);
      pictures.write = async (...picture) => {
        pictures.write = write;
        await write(...picture);
        failOnce(storage, 'transaction', 'the database is locked');
      };
    },
  ],
])('pictures that %s refuses to the last are no failure: the next run stores them', async (_, harm) => {
  underTest = await createCoreUnderTest({ limits: { maxRunning: 1 }, storingPausesMs: [] });
  const id = await start();
  harm(underTest);
  current(id).succeed();
  await underTest.settled();
  expect(messages()).toEqual(['the outcome could not be stored']);
  expect(await find(id)).toMatchObject({ state: 'running', attempt: 1, holdsSlot: true });
  expect(underTest.courier.delivered).toEqual([]);

  await letPass(lengthMs);
  current(id).succeed();
  await underTest.settled();
  expect(underTest.courier.delivered.map(({ contents }) => contents)).toEqual([[`${id}/0`]]);
  expect(underTest.model.sent.get(id)).toBe(1);
  expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
});

test.each([
  ['a moment', [0], 1],
  ['longer', [], 2],
] as const)(
  'a database that is away for %s before the call ends nothing',
  async (_, storingPausesMs, attempt) => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1 }, storingPausesMs });
    const { ask, courier, model, storage } = underTest;
    model.beforeSend = async () => {
      model.beforeSend = async () => {};
      const whole = storage.transaction;
      storage.transaction = (...asked: never[]) => {
        // Others notice it, too.
        if (!messages().some((message) => message.startsWith('the outcome could not be stored')))
          return Promise.reject(new Error('the database is away'));
        storage.transaction = whole;
        return (whole as (...values: never[]) => Promise<never>).apply(storage, asked);
      };
    };
    await underTest.core.start();
    const acceptance = await ask('test:ada');
    if (acceptance.kind !== 'accepted') throw new Error('expected to be accepted');
    const { id } = acceptance.generation;
    await underTest.settled();
    expect(courier.delivered).toEqual([]);
    expect(await find(id)).toMatchObject({ state: 'running', attempt: 1, holdsSlot: true });
    if (attempt > 1) await letPass(lengthMs);
    await expect.poll(() => model.open.has(id), soon('the call to begin')).toBe(true);
    current(id).succeed();
    await underTest.settled();
    expect(courier.delivered.map(({ generation }) => generation.attempt)).toEqual([attempt]);
    expect(model.sent.get(id)).toBe(1);
    expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
  },
);

test('a run that is handed back may be taken over at once', async () => {
  underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
  const id = await start();
  underTest.clock.nowMs += 1_000;
  await underTest.core.stop(0);
  expect(await find(id)).toMatchObject({
    state: 'running',
    holdsSlot: true,
    leaseUntilMs: underTest.clock.nowMs,
  });
  expect(messages()).toEqual([]);
});

test('an outcome that was stored although the database said otherwise is not stored again', async () => {
  underTest = await createCoreUnderTest();
  const { storage } = underTest;
  const id = await start();
  const transaction = storage.transaction.bind(storage);
  let hasBroken = false;
  storage.transaction = async (work) => {
    const result = await transaction(work);
    const row = await transaction(({ generations }) => generations.find(id));
    if (row?.state !== 'made' || hasBroken) return result;
    hasBroken = true;
    throw new Error('the connection broke after the commit');
  };
  current(id).succeed();
  await expect.poll(() => messages(), soon('the run to be let go')).toContain(goesNoFurther);
  await underTest.settled();
  expect(underTest.courier.delivered).toHaveLength(1);
  expect(await usage()).toMatchObject({ spentMicros: 27_300, chargedMicros: 27_300 });
  expect(messages().filter((message) => message.includes('trying again'))).toHaveLength(1);
});

describe('a run that is alive', () => {
  const signs = { lengthMs: 30, storingMs };

  beforeEach(async () => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1 }, leaseTimes: signs });
  });

  test('extends its lease', async () => {
    const id = await start();
    underTest.clock.nowMs += 1_000;
    await expect
      .poll(async () => (await find(id))?.leaseUntilMs, soon('a sign of life'))
      .toBe(underTest.clock.nowMs + 30);
    await look();
    expect(await find(id)).toMatchObject({ attempt: 1 });
  });

  test('extends it no further than its call and the storing may take, and is let go when it was taken over', async () => {
    underTest.model.isDeaf = true;
    const id = await start();
    const lastMs = underTest.clock.nowMs + callDeadlineMs + storingMs;
    underTest.clock.nowMs = lastMs - 1;
    await expect.poll(async () => (await find(id))?.leaseUntilMs, soon('a sign of life')).toBe(lastMs);
    await letPass(1);
    await expect.poll(() => messages(), soon('the run to be let go')).toContain(goesNoFurther);
    expect(await find(id)).toMatchObject({ attempt: 2, holdsSlot: true });
    current(id).succeed();
    await underTest.settled();
    // The run that hangs is nobody's any more: the queue holds only the passer-by's.
    for (const { fail } of underTest.model.open.values()) fail(controlledFailure('no'));
    await underTest.core.stop(10_000);
    expect(messages()).not.toContain('stopping without runs that hang');
  });

  test('gives signs beyond the deadline, too, when it took over there', async () => {
    const id = await start();
    await letPass(callDeadlineMs + storingMs);
    expect(await find(id)).toMatchObject({ attempt: 2 });
    underTest.clock.nowMs += 1_000;
    await expect
      .poll(async () => (await find(id))?.leaseUntilMs, soon('a sign of life'))
      .toBe(underTest.clock.nowMs + 30);
  });

  test('breaks its own call off when it learns that another has taken over', async () => {
    const id = await start();
    const { call } = current(id);
    await underTest.storage.transaction(async ({ generations }) => {
      const mine = await generations.find(id);
      if (mine !== undefined) await generations.save({ ...mine, attempt: 2 });
    });
    await expect.poll(() => call.signal.aborted, soon('the call to be broken off')).toBe(true);
    await underTest.settled();
    expect(await find(id)).toMatchObject({ state: 'running', attempt: 2, holdsSlot: true });
    expect(underTest.courier.delivered).toEqual([]);
  });

  test('goes on when a sign of life cannot be stored', async () => {
    const id = await start();
    const { storage } = underTest;
    const transaction = storage.transaction.bind(storage);
    let faults = 1;
    storage.transaction = (work) => {
      faults -= 1;
      return faults >= 0 ? Promise.reject(new Error('the database is locked')) : transaction(work);
    };
    await expect
      .poll(() => messages(), soon('a failed sign of life'))
      .toContain('a lease could not be stored');
    underTest.clock.nowMs += 1_000;
    await expect
      .poll(async () => (await find(id))?.leaseUntilMs, soon('a sign of life'))
      .toBe(underTest.clock.nowMs + 30);
  });
});
