import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenedStorage } from '../../../src/open-postgres.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { wishFor } from '../support/wishes.ts';

/** A database of one test. */
export interface QueueHome {
  /** Opens it as a process does that starts; what was opened before is closed. */
  open(now: () => number): Promise<OpenedStorage>;
  remove(): Promise<void>;
}

const leaseLengthMs = 40_000;
const maxWaitMs = 3_600_000;

/** What the queue of a process promises, on whichever database. */
export function describeQueue(name: string, createHome: () => Promise<QueueHome>): void {
  // Every step waits for a server to have answered a dozen times.
  describe(`the queue on ${name}`, { timeout: 60_000 }, () => {
    let home: QueueHome;
    let opened: OpenedStorage;
    let clock: { nowMs: number };
    let underTest: CoreUnderTest;

    beforeEach(async () => {
      home = await createHome();
      clock = { nowMs: Date.UTC(2026, 10, 22, 12) };
    });
    afterEach(async () => {
      await stop();
      await home.remove();
    });

    async function start(options: CoreUnderTestOptions = {}): Promise<void> {
      opened = await home.open(() => clock.nowMs);
      const { attention, storage } = opened;
      underTest = await createCoreUnderTest({ ...options, storage, attention });
      clock = underTest.clock;
      await underTest.core.start();
    }
    async function stop(): Promise<void> {
      await underTest.core.stop(0);
      await opened.close();
    }
    async function ask(person: string, prompt = 'a fox'): Promise<string> {
      const acceptance = await underTest.ask(person, { wish: wishFor({ prompt }) });
      if (acceptance.kind !== 'accepted') throw new Error(`expected an acceptance, got ${acceptance.kind}`);
      await underTest.settled();
      return acceptance.generation.id;
    }
    const find = (id: string) => underTest.storage.transaction(({ generations }) => generations.find(id));
    const running = () => [...underTest.model.open.values()].map(({ call }) => call.prompt).toSorted();

    test('lets people take turns, however much one of them asks for', async () => {
      await start({ limits: { maxRunning: 1, maxRunningPerUser: 1 } });
      for (const prompt of ['ada 1', 'ada 2', 'ada 3', 'ada 4']) await ask('test:ada', prompt);
      for (const prompt of ['ben 1', 'ben 2']) await ask('test:ben', prompt);
      await ask('test:cleo', 'cleo 1');
      const order: string[] = [];
      while (underTest.model.open.size > 0) {
        for (const { call, succeed } of [...underTest.model.open.values()]) {
          order.push(call.prompt);
          succeed();
        }
        await underTest.settled();
      }
      expect(order).toEqual(['ada 1', 'ada 2', 'ben 1', 'cleo 1', 'ada 3', 'ben 2', 'ada 4']);
    });

    test('keeps to the limits, of one person and in all', async () => {
      await start({ limits: { maxRunning: 3, maxRunningPerUser: 2 } });
      for (const prompt of ['ada 1', 'ada 2', 'ada 3']) await ask('test:ada', prompt);
      expect(running()).toEqual(['ada 1', 'ada 2']);
      for (const person of ['ben', 'cleo']) await ask(`test:${person}`, person);
      expect(running()).toEqual(['ada 1', 'ada 2', 'ben']);
      for (const { call, succeed } of [...underTest.model.open.values()]) {
        if (call.prompt === 'ben') succeed();
      }
      await underTest.settled();
      expect(running()).toEqual(['ada 1', 'ada 2', 'cleo']);
    });

    test('keeps the slot of what was cancelled until its call is over', async () => {
      await start({ limits: { maxRunning: 1 } });
      const id = await ask('test:ada');
      await ask('test:ben', 'ben');
      await underTest.core.generations.cancel({ id, personId: 'test:ada' });
      await underTest.settled();
      expect(running()).toEqual(['a fox']);
      underTest.model.open.get(id)?.succeed();
      await underTest.settled();
      expect(running()).toEqual(['ben']);
    });

    test('ends what has waited too long', async () => {
      await start({ limits: { maxRunning: 1, maxWaitMs } });
      await ask('test:ada');
      const late = await ask('test:ben');
      clock.nowMs += maxWaitMs;
      await ask('test:cleo');
      expect(await find(late)).toMatchObject({ state: 'expired', costMicros: undefined });
    });

    test('takes over a run that gives no sign of life, in its slot and under its id', async () => {
      await start({ limits: { maxRunning: 1 } });
      const id = await ask('test:ada');
      clock.nowMs += leaseLengthMs - 1;
      await ask('test:ben');
      expect(await find(id)).toMatchObject({ attempt: 1 });
      clock.nowMs += 1;
      await ask('test:cleo');
      expect(await find(id)).toMatchObject({ attempt: 2, state: 'running', holdsSlot: true });
      expect(running()).toEqual(['a fox']);
      expect(underTest.model.sent.get(id)).toBe(1);
    });

    test('goes on at the next start with what ran and what waited', async () => {
      await start({ limits: { maxRunning: 1 } });
      const id = await ask('test:ada');
      const waiting = await ask('test:ben', 'ben');
      await stop();
      await start({ limits: { maxRunning: 1 } });
      await underTest.settled();
      expect(await find(id)).toMatchObject({ attempt: 2, state: 'running' });
      expect(await find(waiting)).toMatchObject({ attempt: 0, state: 'waiting' });
      underTest.model.open.get(id)?.succeed();
      await underTest.settled();
      expect(running()).toEqual(['ben']);
    });
  });
}
