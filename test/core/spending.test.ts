import { afterEach, describe, expect, test } from 'vitest';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

describe('what a person used', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(): Promise<CoreUnderTest> {
    const limits = { maxSpendPerUserPerDayMicros: 1_000_000, maxSpendPerDayMicros: 1_000_000 };
    const underTest = await createCoreUnderTest({ limits });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  async function paint({ ask, model, settled }: CoreUnderTest, personId: string, count: number) {
    const acceptance = await ask(personId, { wish: wishFor({ count }) });
    if (acceptance.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${acceptance.kind}`);
    await settled();
    model.open.get(acceptance.generation.id)?.succeed();
    await settled();
  }

  test('is summed by day and month, and what is under way counts against what is left', async () => {
    const underTest = await startCore();
    const { ask, clock, core, settled } = underTest;
    clock.nowMs = Date.UTC(2026, 9, 31, 12);
    await paint(underTest, 'test:ada', 1);
    clock.nowMs = Date.UTC(2026, 10, 1, 12);
    await paint(underTest, 'test:ada', 2);
    clock.nowMs = Date.UTC(2026, 10, 22, 12);
    await paint(underTest, 'test:ada', 1);
    await paint(underTest, 'test:ben', 2);
    await ask('test:ada');
    await settled();

    expect(await core.spending.of('test:ada')).toEqual({
      today: expect.objectContaining({ pictures: 1, chargedMicros: 27_300 }),
      month: expect.objectContaining({ pictures: 3, chargedMicros: 81_900 }),
      reservedMicros: 39_000,
      limitMicros: 1_000_000,
      leftMicros: 1_000_000 - 27_300 - 39_000,
      sharedLeftMicros: 1_000_000 - 3 * 27_300 - 39_000,
      isShared: false,
      renewsAtMs: Date.UTC(2026, 10, 23),
    });
  });

  test('is nothing for whoever never asked', async () => {
    const { core } = await startCore();
    expect(await core.spending.of('test:ada')).toMatchObject({
      today: { pictures: 0, chargedMicros: 0 },
      month: { pictures: 0, chargedMicros: 0 },
      leftMicros: 1_000_000,
      sharedLeftMicros: 1_000_000,
    });
  });
});
