import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import type { ProgressWatchOptions } from '../../src/core/progress-watch.ts';
import { ProgressWatch } from '../../src/core/progress-watch.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { RecordingCourier } from './support/recording-courier.ts';

const silent = () => undefined;
const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };
let underTest: CoreUnderTest;
let courier: RecordingCourier;

beforeEach(async () => {
  // Not the core's own, which shows progress by itself.
  courier = new RecordingCourier();
  underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
  await underTest.core.start();
});
afterEach(() => underTest.close());

/** One look, and what was shown by it: the last letter of the person, and the place. */
async function look(watch: ProgressWatch): Promise<readonly string[]> {
  const before = courier.progressed.length;
  watch.look();
  await watch.stop();
  return courier.progressed
    .slice(before)
    .map(({ ahead, generation, isPaused }) =>
      [generation.personId.at(-1), ahead ?? generation.state, ...(isPaused ? ['paused'] : [])].join(' '),
    );
}

function watchOver(
  options: Pick<ProgressWatchOptions, 'storage'> & Partial<ProgressWatchOptions>,
): ProgressWatch {
  return new ProgressWatch({
    couriers: new Map([['test', courier]]),
    pictures: underTest.pictures,
    isPaused: () => false,
    isPausedByHand: () => false,
    log: silentLog,
    ...options,
  });
}

/** The storage, which notes how many places it is asked for. */
function notingLimits(storage: Storage, limits: number[]): Storage {
  return {
    read: (work) => storage.read(work),
    close: () => storage.close(),
    transaction: (work) =>
      storage.transaction((transaction) => {
        const upcoming = (limit: number) => {
          limits.push(limit);
          return transaction.line.upcoming(limit);
        };
        // Only what a look needs of them.
        const line = { ...transaction.line, upcoming };
        return work({ ...transaction, line });
      }),
  };
}

test('tells who waits when the place moves, and who is painted for every time', async () => {
  for (const person of ['a', 'b', 'c']) await underTest.ask(`test:${person}`);
  await underTest.settled();
  const watch = watchOver({ storage: underTest.storage });
  expect(await look(watch)).toEqual(['a running', 'b 0', 'c 1']);
  expect(await look(watch)).toEqual(['a running']);

  for (const call of [...underTest.model.open.values()]) call.succeed();
  await underTest.settled();
  expect(await look(watch)).toEqual(['b running', 'c 0']);
});

test('lets others find out, where several processes are at work, whether who waits still does', async () => {
  for (const person of ['a', 'b']) await underTest.ask(`test:${person}`);
  await underTest.settled();
  await look(watchOver({ storage: underTest.storage }));
  expect(courier.progressed.map(({ isCurrent }) => isCurrent)).toEqual([undefined, undefined]);
  await look(watchOver({ storage: underTest.storage, isShared: true }));
  const waiting = courier.progressed.at(-1);
  expect([waiting?.generation.state, await waiting?.isCurrent?.()]).toEqual(['waiting', true]);
  for (const call of [...underTest.model.open.values()]) call.succeed();
  await underTest.settled();
  expect(await waiting?.isCurrent?.()).toBe(false);
});

test('says nothing again that was told elsewhere', async () => {
  for (const person of ['a', 'b']) await underTest.ask(`test:${person}`);
  await underTest.settled();
  const watch = watchOver({ storage: underTest.storage });
  const [waiting] = await underTest.storage.transaction(({ line }) => line.upcoming(1));
  watch.told(waiting?.id ?? '', 0);
  expect(await look(watch)).toEqual(['a running']);
});

test('tells who waits that nothing is painted, once, and when it goes on', async () => {
  for (const person of ['a', 'b', 'c']) await underTest.ask(`test:${person}`);
  await underTest.settled();
  let isPaused = false;
  const watch = watchOver({ storage: underTest.storage, isPaused: () => isPaused });
  expect(await look(watch)).toEqual(['a running', 'b 0', 'c 1']);
  isPaused = true;
  expect(await look(watch)).toEqual(['a running', 'b 0 paused', 'c 1 paused']);
  expect(await look(watch)).toEqual(['a running']);
  isPaused = false;
  expect(await look(watch)).toEqual(['a running', 'b 0', 'c 1']);
});

test('tells who stands far back less often, but tells them', async () => {
  for (let person = 0; person < 12; person += 1) await underTest.ask(`test:${person}`);
  await underTest.settled();
  const watch = watchOver({ storage: underTest.storage });
  const waiting = await underTest.storage.transaction(({ line }) => line.upcoming(99));
  for (const [ahead, { id }] of waiting.entries()) watch.told(id, ahead + 1);
  const looks: number[] = [];
  for (let one = 0; one < 4; one += 1) looks.push((await look(watch)).length - 1);
  // Everybody is told once; those at the back by later looks.
  expect(looks.reduce((sum, count) => sum + count, 0)).toBe(waiting.length);
  expect(looks[0]).toBeLessThan(waiting.length);
});

test('looks up those far back only as often as they are told, and tells all of them', async () => {
  for (let person = 0; person < 45; person += 1) await underTest.ask(`test:${person}`);
  await underTest.settled();
  const limits: number[] = [];
  const watch = watchOver({ storage: notingLimits(underTest.storage, limits) });
  const waiting = await underTest.storage.transaction(({ line }) => line.upcoming(99));
  for (const [ahead, { id }] of waiting.entries()) watch.told(id, ahead + 1);
  const told: string[] = [];
  for (let one = 0; one < 17; one += 1) told.push(...(await look(watch)));
  expect(told.filter((line) => !line.endsWith('running')).length).toBe(waiting.length);
  expect(limits.filter((limit) => limit >= waiting.length)).toHaveLength(3);
});

test('a fault of the database ends nothing', async () => {
  const warnings: string[] = [];
  const warn = (_fields: object, message: string) => void warnings.push(message);
  const watch = watchOver({
    log: { ...silentLog, warn },
    storage: {
      close: async () => undefined,
      read: () => Promise.reject(new Error('busy')),
      transaction: () => Promise.reject(new Error('busy')),
    },
  });
  await look(watch);
  expect(warnings).toEqual(['progress could not be looked up']);
});
