import { afterEach, describe, expect, test } from 'vitest';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import { StoredHouseRules } from '../../../src/core/rules/house-rules.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';

describe('a pause by hand', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({ limits: { maxRunning: 1 } });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  test('lets what runs go on, keeps what waits in its place and says so, and accepts nothing', async () => {
    const { ask, core, model, settled } = await startCore();
    await ask('test:ada');
    await settled();
    await ask('test:ben');
    await settled();
    await core.rules.changeBot(shellAuthority, { isPaused: true });
    for (const call of model.open.values()) call.succeed();
    await settled();
    expect(model.open.size).toBe(0);
    expect(await core.generations.unfinished('test:ben')).toMatchObject([{ ahead: 0, isPausedByHand: true }]);
    expect(await ask('test:cem')).toEqual({ kind: 'refused', refusal: { reason: 'paused' } });
    await core.rules.changeBot(shellAuthority, { isPaused: undefined });
    await settled();
    expect(model.open.size).toBe(1);
    expect(await core.generations.unfinished('test:ben')).toMatchObject([{ isPausedByHand: false }]);
  });

  test('takes as long as it takes: its time counts for nobody who waits', async () => {
    const { ask, clock, core, model, settled } = await startCore();
    await ask('test:ada');
    await settled();
    await ask('test:ben');
    clock.nowMs += 50 * 60_000;
    await core.rules.changeBot(shellAuthority, { isPaused: true });
    clock.nowMs += 5 * 60 * 60_000;
    // Whatever ends makes the queue look for what has waited too long.
    for (const call of model.open.values()) call.succeed();
    await settled();
    expect(await core.generations.unfinished('test:ben')).toMatchObject([{ isPausedByHand: true }]);
    await core.rules.changeBot(shellAuthority, { isPaused: undefined });
    await settled();
    expect(model.open.size).toBe(1);
    // What is left of the hour that one waits at most is left.
    await ask('test:cem');
    await ask('test:dan');
    clock.nowMs += 70 * 60_000;
    for (const call of model.open.values()) call.succeed();
    await settled();
    expect(await core.generations.unfinished('test:dan')).toEqual([]);
  });

  test('by another process holds for the next request at once, and for what waits within two seconds', async () => {
    const { ask, core, model, settled, storage } = await startCore();
    const elsewhere = new StoredHouseRules({ storage, now: () => 0 });
    await elsewhere.changeBot(shellAuthority, { isPaused: true });
    expect(await ask('test:ada')).toEqual({ kind: 'refused', refusal: { reason: 'paused' } });
    await expect
      .poll(() => core.generations.unfinished('test:ada').then(() => model.open.size), { timeout: 5_000 })
      .toBe(0);
    await elsewhere.changeBot(shellAuthority, { isPaused: undefined });
    expect((await ask('test:ada')).kind).toBe('accepted');
    // The look of the process at work goes by the real clock.
    await expect.poll(() => model.open.size, { timeout: 10_000 }).toBe(1);
    await settled();
  });
});
