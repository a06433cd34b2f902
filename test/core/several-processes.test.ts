import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GenerationFailure } from '../../src/core/failure.ts';
import type { Generation } from '../../src/core/generation.ts';
import { MemoryPictureStore } from '../../src/core/pictures/memory-picture-store.ts';
import type { OpenedStorage } from '../../src/open-postgres.ts';
import { openPostgresDatabase } from '../../src/open-postgres.ts';
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import { createFurnishedDatabase } from '../postgres/postgres-database.ts';
import { silentLog } from '../support/silent-log.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';

/** When the others take a process for dead whose clock stands still; its runs count as lost later. */
const deadAfterMs = 20_000;
const leaseLengthMs = 40_000;

/** Processes wake each other by way of the database. */
const soon = (message: string) => ({ timeout: 15_000, message });

interface Process extends CoreUnderTest {
  readonly database: OpenedStorage;
}

vi.setConfig({ testTimeout: 60_000 });

let database: PostgresDatabase;
let processes: Process[];
let pictures: MemoryPictureStore;

beforeEach(async () => {
  processes = [];
  pictures = new MemoryPictureStore();
  database = await createFurnishedDatabase();
});
afterEach(async () => {
  for (const { core } of processes) await core.stop(0);
  for (const { database: opened } of processes) await opened.close();
  await database.drop();
});

async function createProcess(options: CoreUnderTestOptions = {}): Promise<Process> {
  let clock = { nowMs: Date.UTC(2026, 10, 22, 12) };
  const opened = await openPostgresDatabase({ url: database.url, log: silentLog, now: () => clock.nowMs });
  const { attention, storage } = opened;
  const underTest = await createCoreUnderTest({ pictures, ...options, storage, attention });
  clock = underTest.clock;
  const process = { ...underTest, database: opened };
  processes.push(process);
  return process;
}

async function startProcess(options: CoreUnderTestOptions = {}): Promise<Process> {
  const process = await createProcess(options);
  await process.core.start();
  return process;
}

async function ask({ ask, settled }: Process, person: string): Promise<string> {
  const acceptance = await ask(person);
  if (acceptance.kind !== 'accepted') throw new Error(`expected an acceptance, got ${acceptance.kind}`);
  await settled();
  return acceptance.generation.id;
}

function find({ storage }: Process, id: string): Promise<Generation | undefined> {
  return storage.transaction(({ generations }) => generations.find(id));
}

/** Somebody else's request makes a process look at the rows, as its patrol does. */
async function look(process: Process): Promise<void> {
  await ask(process, 'test:passer-by');
}

test('limits and turns hold for all of them together', async () => {
  const limits = { maxRunning: 5, maxRunningPerUser: 2, maxQueuedPerUser: 20 };
  const all = await Promise.all([
    startProcess({ limits }),
    startProcess({ limits }),
    startProcess({ limits }),
  ]);
  const people = ['test:ada', 'test:ben', 'test:cleo', 'test:dan'];
  const asked = all.flatMap((process) => people.map((person) => process.ask(person)));
  await Promise.all(asked);

  const finished: string[] = [];
  while (finished.length < asked.length) {
    const open = () => all.flatMap(({ model }) => [...model.open.values()]);
    await expect.poll(() => open().length, soon('a call')).toBeGreaterThan(0);
    const rows = await all[0].storage.transaction(({ generations }) =>
      generations.list({ holdsSlot: true, limit: 100 }),
    );
    expect(rows.length).toBeLessThanOrEqual(limits.maxRunning);
    for (const person of people) {
      expect(rows.filter(({ personId }) => personId === person).length).toBeLessThanOrEqual(2);
    }
    for (const { call, succeed } of open()) {
      finished.push(call.id);
      succeed();
    }
  }
  expect(new Set(finished).size).toBe(asked.length);
  await expect.poll(() => all.flatMap(told).toSorted(), soon('every answer')).toEqual(finished.toSorted());
});

test('one that starts takes over nothing from those that live', async () => {
  const first = await startProcess();
  const id = await ask(first, 'test:ada');
  const second = await startProcess();
  await second.settled();
  expect(second.model.open.size).toBe(0);
  expect(await find(second, id)).toMatchObject({ attempt: 1, state: 'running' });
});

test('what one that died was calling is taken over, and paid once', async () => {
  const first = await startProcess({ limits: { maxRunning: 1 } });
  const id = await ask(first, 'test:ada');
  const second = await startProcess({ limits: { maxRunning: 1 } });
  second.clock.nowMs += leaseLengthMs;
  await look(second);
  expect(await find(second, id)).toMatchObject({ attempt: 2, state: 'running' });
  expect(second.model.open.get(id)?.call.firstSentAtMs).toBe(first.clock.nowMs);
  second.model.open.get(id)?.succeed();
  await second.settled();
  // The one that was believed dead comes back.
  first.model.open.get(id)?.succeed();
  await first.settled();
  expect(first.courier.delivered).toEqual([]);
  expect(told(second)).toEqual([id]);
});

test('an answer is told by the one that made it, and by another only when that one is dead', async () => {
  const first = await startProcess();
  first.courier.beforeDeliver = () => new Promise(() => {});
  const id = await ask(first, 'test:ada');
  const second = await startProcess();
  first.model.open.get(id)?.succeed();
  await first.settled();
  expect(await find(second, id)).toMatchObject({ state: 'made' });
  await lookForAnswers(second);
  expect(told(second)).not.toContain(id);

  second.clock.nowMs += deadAfterMs;
  await lookForAnswers(second);
  await expect.poll(() => told(second), soon('the answer')).toContain(id);
});

test('what one that only accepts was asked for is painted and told by one that works', async () => {
  const worker = await startProcess();
  const gateway = await startProcess({ works: false });
  const id = await ask(gateway, 'test:ada');
  expect(gateway.courier.acknowledged.map(({ generation }) => generation.id)).toEqual([id]);
  await expect.poll(() => worker.model.open.has(id), soon('the call')).toBe(true);
  worker.model.open.get(id)?.succeed();
  await expect.poll(() => told(worker), soon('the answer')).toEqual([id]);
  expect(gateway.model.open.size).toBe(0);
  expect(gateway.courier.delivered).toEqual([]);
});

test('whoever cancels something tells of it, also where nothing is painted', async () => {
  const worker = await startProcess({ limits: { maxRunning: 1 } });
  const gateway = await startProcess({ works: false });
  await ask(worker, 'test:ben');
  const id = await ask(gateway, 'test:ada');
  await gateway.core.generations.cancel({ id, personId: 'test:ada' });
  await gateway.settled();
  expect(told(gateway)).toEqual([id]);
  await lookForAnswers(worker);
  expect(told(worker)).not.toContain(id);
});

test('a request whose process dies before the first answer is answered by another', async () => {
  const gateway = await startProcess({ works: false });
  gateway.courier.beforeAcknowledge = () => new Promise(() => {});
  const id = await ask(gateway, 'test:ada');
  const early = await startProcess();
  expect(early.courier.acknowledged).toEqual([]);

  const late = await createProcess();
  late.clock.nowMs += deadAfterMs;
  await late.core.start();
  await late.settled();
  expect(late.courier.acknowledged.map(({ generation }) => generation.id)).toEqual([id]);
});

test('an account without funds that one finds out about stops all of them, until it is in order', async () => {
  const limits = { maxRunning: 1 };
  const first = await startProcess({ limits });
  const second = await startProcess({ limits });
  const third = await startProcess({ limits, works: false });
  const id = await ask(first, 'test:ada');
  await expect.poll(() => openOf(first, second, id), soon('the call')).toBeDefined();
  openOf(first, second, id)?.fail(outOfFunds);
  for (const { core } of [first, second, third])
    await expect.poll(() => core.providerPause(), soon('the pause')).toBe('provider-out-of-funds');
  expect(await third.ask('test:ben')).toMatchObject({ kind: 'refused' });
  expect(first.model.open.size + second.model.open.size).toBe(0);
  const late = await startProcess({ limits });
  expect(late.core.providerPause()).toBe('provider-out-of-funds');

  // The one that looks after it ends, and the others find out by themselves how things stand.
  const lookedAfterBy = first.model.sent.has(id) ? first : second;
  await lookedAfterBy.core.stop(0);
  for (const { core } of [first, second, third, late].filter((one) => one !== lookedAfterBy))
    await expect.poll(() => core.providerPause(), soon('the end of the pause')).toBeUndefined();
});

test('what is for a platform that one does not have waits for one that has it', async () => {
  const process = await startProcess();
  const acceptance = await process.ask('test:ada', { address: { platform: 'elsewhere', isDurable: true } });
  if (acceptance.kind !== 'accepted') throw new Error('expected to be accepted');
  const { generation } = acceptance;
  await process.storage.transaction(async ({ generations, line }) => {
    await generations.save({ ...generation, state: 'waiting' });
    await line.join(generation.accountId);
  });
  await look(process);
  expect(await find(process, generation.id)).toMatchObject({ state: 'waiting' });
  expect(process.model.open.size).toBe(1);
});

function openOf(one: Process, other: Process, id: string) {
  return one.model.open.get(id) ?? other.model.open.get(id);
}

const outOfFunds = new GenerationFailure({
  code: 'provider-out-of-funds',
  payment: 'no',
  mayRetryHelp: false,
});

/** Makes a process look for answers that are due: one of its own is. */
async function lookForAnswers(process: Process): Promise<void> {
  const personId = 'test:passer-by';
  const id = await ask(process, personId);
  await process.core.generations.cancel({ id, personId });
  await process.settled();
  expect(told(process)).toContain(id);
}

function told({ courier }: Process): readonly string[] {
  return courier.delivered.map(({ generation }) => generation.id);
}
