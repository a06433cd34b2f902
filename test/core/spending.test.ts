import { afterEach, describe, expect, test } from 'vitest';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { budgetsWith } from './support/budgets-with.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

describe('what a person used', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(): Promise<CoreUnderTest> {
    const budgets = budgetsWith({
      person: { day: { micros: 1_000_000 }, month: { pictures: 10 } },
      place: { day: { micros: 200_000 } },
      bot: { month: { pictures: 6 } },
    });
    const underTest = await createCoreUnderTest({ limits: { budgets } });
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

    expect(await core.spending.of(ada)).toEqual({
      today: {
        used: { micros: 27_300, pictures: 1 },
        limit: { micros: 1_000_000, pictures: Number.POSITIVE_INFINITY },
        left: { micros: 1_000_000 - 27_300 - 39_000, pictures: Number.POSITIVE_INFINITY },
        renewsAtMs: Date.UTC(2026, 10, 23),
      },
      month: {
        used: { micros: 81_900, pictures: 3 },
        limit: { micros: Number.POSITIVE_INFINITY, pictures: 10 },
        left: { micros: Number.POSITIVE_INFINITY, pictures: 10 - 3 - 1 },
        renewsAtMs: Date.UTC(2026, 11, 1),
      },
      reservedMicros: 39_000,
      isShared: false,
      // Two of Ben, three of Ada, and one under way.
      usedUp: [{ holder: 'bot', period: 'month', renewsAtMs: Date.UTC(2026, 11, 1) }],
    });
  });

  test('is nothing for whoever never asked', async () => {
    const { core } = await startCore();
    const nothing = { used: { micros: 0, pictures: 0 } };
    expect(await core.spending.of(ada)).toMatchObject({
      today: nothing,
      month: nothing,
      reservedMicros: 0,
      usedUp: [],
    });
  });

  test('says that a place has nothing left for a picture, and only to those who are there', async () => {
    const underTest = await startCore();
    const { core } = underTest;
    await paint(underTest, 'test:ben', 4);
    await paint(underTest, 'test:cleo', 1);
    // 0.0635 dollars are left, which some model could take.
    expect((await core.spending.of(ada)).usedUp).toEqual([]);
    await paint(underTest, 'test:cleo', 1);
    await core.budgets.set(shellAuthority, 'place:test:place', () => ({ day: { micros: 170_000 } }));
    const usedUp = [{ holder: 'place', period: 'day', renewsAtMs: Date.UTC(2026, 10, 23) }];
    await core.budgets.set(shellAuthority, 'bot', () => ({ month: { pictures: 100 } }));
    expect((await core.spending.of(ada)).usedUp).toEqual(usedUp);
    expect((await core.spending.of({ ...ada, placeId: 'test:elsewhere' })).usedUp).toEqual([]);
    expect((await core.spending.of({ ...ada, isPrivateChat: true })).usedUp).toEqual([]);
  });
});

const ada = { personId: 'test:ada', placeId: 'test:place', isPrivateChat: false };
