import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { wishFor } from '../support/wishes.ts';

describe('the local queue', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1, maxRunningPerUser: 1 } });
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function ask(person: string, prompt: string): Promise<void> {
    await underTest.ask(person, { wish: wishFor({ prompt }) });
    await underTest.settled();
  }

  /** Finishes call after call and returns the prompts in the order in which they were sent. */
  async function orderOfCalls(): Promise<readonly string[]> {
    const order: string[] = [];
    while (underTest.model.open.size > 0) {
      for (const { call, succeed } of [...underTest.model.open.values()]) {
        order.push(call.prompt);
        succeed();
      }
      await underTest.settled();
    }
    return order;
  }

  test('lets people take turns, however much one of them asks for', async () => {
    for (const prompt of ['ada 1', 'ada 2', 'ada 3', 'ada 4']) await ask('test:ada', prompt);
    for (const prompt of ['ben 1', 'ben 2']) await ask('test:ben', prompt);
    await ask('test:cleo', 'cleo 1');

    expect(await orderOfCalls()).toEqual(['ada 1', 'ada 2', 'ben 1', 'cleo 1', 'ada 3', 'ben 2', 'ada 4']);
  });
});
