import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GenerationFailure } from '../../src/core/failure.ts';
import type { ProviderChange } from '../../src/core/provider-pause.ts';
import { ProviderPause } from '../../src/core/provider-pause.ts';
import { ControlledModel, refusedByProvider } from './support/controlled-model.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';

const outOfFunds = new GenerationFailure({
  code: 'provider-out-of-funds',
  mayRetryHelp: true,
  payment: 'no',
});
const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('when the account cannot pay', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  test('nothing more is sent, what waits keeps its place, and new requests are told at once', async () => {
    const { ask, settled, model, courier, storage } = underTest;
    await ask('test:ada');
    await ask('test:ben');
    await settled();
    for (const call of model.open.values()) call.fail(outOfFunds);
    await settled();

    expect(courier.delivered.map(({ generation }) => generation.failure?.code)).toEqual([
      'provider-out-of-funds',
    ]);
    expect(model.open.size).toBe(0);
    expect(await ask('test:cleo')).toEqual({ kind: 'refused', refusal: { reason: 'provider-paused' } });
    const waiting = await storage.transaction(({ generations }) =>
      generations.list({ states: ['waiting'], limit: 10 }),
    );
    expect(waiting.map(({ personId }) => personId)).toEqual(['test:ben']);
    expect(await underTest.core.generations.unfinished('test:ben')).toMatchObject([
      { ahead: 0, isPaused: true },
    ]);
  });

  test('an ordinary failure pauses nothing', async () => {
    const { ask, settled, model } = underTest;
    await ask('test:ada');
    await ask('test:ben');
    await settled();
    for (const call of model.open.values()) call.fail(refusedByProvider());
    await settled();
    expect(model.open.size).toBe(1);
  });
});

describe('a pause', () => {
  test('ends when the account is in order, and is told of once each way', async () => {
    const model = new ControlledModel();
    model.accountFailure = outOfFunds;
    const delays: number[] = [];
    const changes: ProviderChange[] = [];
    const over = Promise.withResolvers<void>();
    const pause = new ProviderPause({
      model,
      log: silentLog,
      onChange: (change) => {
        changes.push(change);
        if (change.kind === 'resumed') over.resolve();
      },
      wait: async (delayMs) => {
        delays.push(delayMs);
        if (delays.length === 7) model.accountFailure = undefined;
      },
    });
    pause.notice(outOfFunds);
    pause.notice(outOfFunds);
    expect(pause.isPaused).toBe(true);
    await over.promise;

    expect(pause.isPaused).toBe(false);
    const by = 'this process';
    expect(changes).toEqual([
      { kind: 'paused', reason: 'provider-out-of-funds', by },
      { kind: 'resumed', by },
    ]);
    expect(delays).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    expect(model.accountChecks).toBe(7);
  });

  describe('over a balance that has just proved too small', () => {
    const tooSmallMs = [15_000, 30_000, 60_000, 120_000, 240_000, 300_000];
    let model: ControlledModel;
    let pauseUntilResumed: () => Promise<readonly number[]>;

    beforeEach(async () => {
      model = new ControlledModel();
      const delays: number[] = [];
      let resumed = Promise.withResolvers<void>();
      const pause = new ProviderPause({
        model,
        log: silentLog,
        onChange: ({ kind }) => {
          if (kind === 'resumed') resumed.resolve();
        },
        wait: async (delayMs) => void delays.push(delayMs),
      });
      pauseUntilResumed = async () => {
        resumed = Promise.withResolvers();
        pause.notice(outOfFunds);
        await resumed.promise;
        return delays.splice(0);
      };
      expect(await pauseUntilResumed()).toEqual([15_000]);
    });

    test.each([
      ['as it was', 1],
      ['smaller by now', 0.7],
      ['used up', 0],
      ['not told any more', undefined],
    ])('which is %s, ends late each time, not at once and not never', async (_, balanceDollars) => {
      model.balanceDollars = balanceDollars;
      expect(await pauseUntilResumed()).toEqual(tooSmallMs);
      expect(await pauseUntilResumed()).toEqual(tooSmallMs);
    });

    test('ends at once when there is more', async () => {
      await pauseUntilResumed();
      model.balanceDollars = 1.01;
      expect(await pauseUntilResumed()).toEqual([15_000]);
    });
  });
});
