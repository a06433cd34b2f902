import { afterEach, describe, expect, test } from 'vitest';
import type { Acceptance } from '../../src/core/acceptance-desk.ts';
import type { PartialBudget } from '../../src/core/limits/budget.ts';
import { unlimited } from '../../src/core/limits/budget.ts';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { budgetsWith } from './support/budgets-with.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const price = 39_000;
const tomorrow = Date.UTC(2026, 10, 23);
const nextMonth = Date.UTC(2026, 11, 1);

describe('budgets', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore(
    budgets: Parameters<typeof budgetsWith>[0] = {},
    limits: CoreUnderTestOptions['limits'] = {},
  ): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({
      limits: { budgets: budgetsWith(budgets), maxQueuedPerUser: 1_000, ...limits },
    });
    opened.push(underTest);
    await underTest.core.start();
    return underTest;
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  /** Asks and has it painted, at so much for each picture. */
  async function paint(underTest: CoreUnderTest, personId: string, { count = 1, each = price } = {}) {
    const { ask, model, settled } = underTest;
    const acceptance = await ask(personId, { wish: wishFor({ count }) });
    if (acceptance.kind !== 'accepted') return acceptance;
    await settled();
    model.pictureCostMicros = each;
    model.open.get(acceptance.generation.id)?.succeed();
    await settled();
    return acceptance;
  }

  describe('are never exceeded by 50 who ask at once for what 10 can have', () => {
    const micros = 10 * price + price - 1;
    const lastCent: PartialBudget = { day: { micros } };
    const lastMonth: PartialBudget = { month: { micros } };
    test.each([
      ['person', 'money of the day', lastCent],
      ['person', 'money of the month', lastMonth],
      ['person', 'pictures of the day', { day: { pictures: 10 } }],
      ['person', 'pictures of the month', { month: { pictures: 10 } }],
      ['place', 'money of the day', lastCent],
      ['place', 'pictures of the month', { month: { pictures: 10 } }],
      ['bot', 'money of the day', lastCent],
      ['bot', 'money of the month', lastMonth],
      ['bot', 'pictures of the day', { day: { pictures: 10 } }],
    ] as const)('of a %s by %s', async (holder, _, budget: PartialBudget) => {
      const { ask, settled, storage } = await startCore({ [holder]: budget });
      const who = (index: number) => (holder === 'person' ? 'test:ada' : `test:person ${index}`);
      const where = (index: number) => (holder === 'bot' ? `test:place ${index}` : 'test:club');
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => ask(who(index), { placeId: where(index) })),
      );
      await settled();
      expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(10);
      expect(reasonsOf(answers)).toEqual(new Set([`${holder}-budget-spent`]));
      expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(10 * price);
    });
  });

  test('tell a person their own figures, and when more is to be had', async () => {
    const { ask, clock } = await startCore({ person: { day: { micros: price + 10_000 } } });
    expect((await ask('test:ada')).kind).toBe('accepted');
    expect(await ask('test:ada')).toEqual({
      kind: 'refused',
      refusal: {
        reason: 'person-budget-spent',
        period: 'day',
        measure: 'micros',
        asked: price,
        left: 10_000,
        limit: price + 10_000,
        remedy: 'less-or-later',
        renewsAtMs: tomorrow,
      },
    });
    expect((await ask('test:ben')).kind).toBe('accepted');
    clock.nowMs = tomorrow;
    expect((await ask('test:ada')).kind).toBe('accepted');
  });

  test('tell nobody how much others used', async () => {
    const { ask } = await startCore({ place: { day: { micros: price } } });
    expect((await ask('test:ada')).kind).toBe('accepted');
    expect(await ask('test:ben')).toStrictEqual({
      kind: 'refused',
      refusal: { reason: 'place-budget-spent', period: 'day', renewsAtMs: tomorrow, remedy: 'later' },
    });
  });

  test('name the narrowest that refuses, and of that what lasts longest', async () => {
    const one = { day: { pictures: 1 }, month: { pictures: 1 } };
    const { ask, core } = await startCore({ person: one, place: one, bot: one });
    await ask('test:ada');
    expect(await ask('test:ada')).toMatchObject({
      refusal: { reason: 'person-budget-spent', period: 'month', renewsAtMs: nextMonth },
    });
    expect(await ask('test:ben')).toMatchObject({ refusal: { reason: 'place-budget-spent' } });
    expect(await ask('test:ben', { placeId: 'test:elsewhere' })).toMatchObject({
      refusal: { reason: 'bot-budget-spent', period: 'month' },
    });
    await core.budgets.set(shellAuthority, 'bot', () => ({ month: { pictures: 9 } }));
    expect(await ask('test:ben', { placeId: 'test:elsewhere' })).toMatchObject({
      refusal: { reason: 'bot-budget-spent', period: 'day' },
    });
  });

  test('say whether less would do, or nothing does', async () => {
    const { ask, core } = await startCore({
      place: { day: { pictures: 3 } },
      person: { day: { pictures: 3 } },
    });
    const four = { wish: wishFor({ count: 4 }) };
    expect(await ask('test:ada', four)).toMatchObject({ refusal: { remedy: 'less', asked: 4, limit: 3 } });
    await core.budgets.set(shellAuthority, 'person:test:ada', () => unlimited);
    expect(await ask('test:ada', four)).toMatchObject({
      refusal: { reason: 'place-budget-spent', remedy: 'less' },
    });
    await core.budgets.set(shellAuthority, 'place:test:place', () => ({ day: { pictures: 0 } }));
    expect(await ask('test:ada')).toMatchObject({ refusal: { remedy: 'nothing' } });
  });

  test('last for a month, over its days', async () => {
    const underTest = await startCore({ person: { month: { pictures: 2 } } });
    const { ask, clock } = underTest;
    await paint(underTest, 'test:ada');
    clock.nowMs = tomorrow;
    await paint(underTest, 'test:ada');
    expect(await ask('test:ada')).toMatchObject({ refusal: { period: 'month', left: 0 } });
    clock.nowMs = nextMonth;
    expect((await ask('test:ada')).kind).toBe('accepted');
  });

  test('of a place hold there, for everybody together, and in no private chat', async () => {
    const { ask } = await startCore({ place: { day: { pictures: 1 } } });
    expect((await ask('test:ada')).kind).toBe('accepted');
    expect((await ask('test:ben')).kind).toBe('refused');
    expect((await ask('test:ben', { placeId: 'test:elsewhere' })).kind).toBe('accepted');
    const privately = { placeId: 'test:chat with ben', isPrivateChat: true };
    expect((await ask('test:ben', privately)).kind).toBe('accepted');
    expect((await ask('test:ben', privately)).kind).toBe('accepted');
  });

  test('give back what was set aside and not used', async () => {
    const { ask, core, settled } = await startCore(
      { person: { day: { pictures: 1 } }, place: { day: { micros: price } } },
      { maxRunning: 0 },
    );
    const first = await ask('test:ada');
    expect((await ask('test:ada')).kind).toBe('refused');
    await settled();
    if (first.kind === 'accepted') await core.generations.cancel(first.generation);
    expect((await ask('test:ada')).kind).toBe('accepted');
  });

  describe('that were decided', () => {
    test('hold from the next request on, until they are taken back', async () => {
      const { ask, core } = await startCore({ person: { day: { pictures: 1 } } });
      await core.budgets.set(shellAuthority, 'person:test:ada', () => ({ day: { pictures: 2 } }));
      expect((await ask('test:ada')).kind).toBe('accepted');
      expect((await ask('test:ada')).kind).toBe('accepted');
      expect((await ask('test:ada')).kind).toBe('refused');
      await core.budgets.set(shellAuthority, 'person:test:ada', () => ({ day: { pictures: 3 } }));
      expect((await ask('test:ada')).kind).toBe('accepted');
      await core.budgets.set(shellAuthority, 'person:test:ada', () => ({}));
      expect(await ask('test:ada')).toMatchObject({ refusal: { limit: 1, left: 0 } });
    });

    test('for roles go by the most generous that the person has, and hold for nobody else', async () => {
      const { ask, core } = await startCore({ person: { day: { pictures: 1 } } });
      await core.budgets.set(shellAuthority, 'role:test:friends', () => ({ day: { pictures: 2 } }));
      await core.budgets.set(shellAuthority, 'role:test:artists', () => ({ day: { pictures: 3 } }));
      const both = { roles: ['test:friends', 'test:artists', 'test:everyone'] };
      for (let count = 0; count < 3; count += 1) expect((await ask('test:ada', both)).kind).toBe('accepted');
      expect(await ask('test:ada', both)).toMatchObject({ refusal: { limit: 3, left: 0 } });
      expect((await ask('test:ben', { roles: ['test:everyone'] })).kind).toBe('accepted');
      expect((await ask('test:ben', { roles: ['test:everyone'] })).kind).toBe('refused');
      await core.budgets.set(shellAuthority, 'person:test:ada', () => ({ day: { pictures: 2 } }));
      expect(await ask('test:ada', both)).toMatchObject({ refusal: { limit: 2 } });
    });

    test('let an exempt person use what the bot has left, and no more', async () => {
      const { ask, core } = await startCore({
        person: { day: { pictures: 1 } },
        bot: { day: { pictures: 3 } },
      });
      await core.budgets.set(shellAuthority, 'person:test:ada', () => unlimited);
      for (let count = 0; count < 3; count += 1) expect((await ask('test:ada')).kind).toBe('accepted');
      expect(await ask('test:ada')).toMatchObject({ refusal: { reason: 'bot-budget-spent' } });
    });

    test('are kept, and refused when they are no limits', async () => {
      const { core } = await startCore();
      await core.budgets.set(shellAuthority, 'bot', () => ({ day: { micros: 5 } }));
      expect(await core.budgets.of('bot')).toStrictEqual({
        budget: { day: { micros: 5 } },
        grant: undefined,
      });
      await expect(core.budgets.set(shellAuthority, 'bot', () => ({ day: { micros: -1 } }))).rejects.toThrow(
        RangeError,
      );
      expect((await core.budgets.of('bot')).budget.day?.micros).toBe(5);
      expect(await core.budgets.of('person:test:ada')).toStrictEqual({ budget: {}, grant: undefined });
    });
  });

  describe('of a person with a grant', () => {
    const onePictureADay = { person: { day: { pictures: 1 } } };

    /** How many pictures are painted before one is refused. */
    async function countPainted(underTest: CoreUnderTest): Promise<number> {
      for (let count = 0; ; count += 1) {
        if ((await paint(underTest, 'test:ada')).kind === 'refused') return count;
      }
    }

    test('take what is beyond a day from the grant, once, and nothing after its end', async () => {
      const underTest = await startCore(onePictureADay);
      const { clock, core } = underTest;
      const hourMs = 60 * 60_000;
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 2 },
        untilMs: tomorrow + 30 * hourMs,
      });
      const paintedOn: number[] = [];
      for (let day = 0; day < 3; day += 1) {
        paintedOn.push(await countPainted(underTest));
        clock.nowMs += 24 * hourMs;
      }
      expect(paintedOn).toEqual([3, 1, 1]);
      expect(await underTest.ask('test:ben')).toMatchObject({ kind: 'accepted' });
    });

    test('find the rest of it on the next day, until it ends', async () => {
      const underTest = await startCore(onePictureADay);
      const { ask, clock, core } = underTest;
      await ask('test:ada');
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 3 },
        untilMs: tomorrow + 1,
      });
      expect((await ask('test:ada')).kind).toBe('accepted');
      clock.nowMs = tomorrow;
      const spent = await core.spending.of({ personId: 'test:ada', placeId: 'test:x', isPrivateChat: true });
      expect(spent.today).toMatchObject({ limit: { pictures: 3 }, left: { pictures: 3 } });
      expect((await ask('test:ada', { wish: wishFor({ count: 2 }) })).kind).toBe('accepted');
      clock.nowMs += 1;
      expect(await ask('test:ada')).toMatchObject({ refusal: { period: 'day', limit: 1, left: 0 } });
    });

    test('have it on top of the month, too, and once', async () => {
      const underTest = await startCore({ person: { month: { pictures: 2 } } });
      await underTest.core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 1 },
        untilMs: nextMonth + 60_000,
      });
      expect(await countPainted(underTest)).toBe(3);
      underTest.clock.nowMs = nextMonth;
      expect(await countPainted(underTest)).toBe(2);
    });

    test('add up with an earlier grant that holds, and last as long as the longer one', async () => {
      const underTest = await startCore(onePictureADay);
      const { core } = underTest;
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 1, micros: 5 },
        untilMs: nextMonth,
      });
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 2 },
        untilMs: tomorrow,
      });
      expect((await core.budgets.of('person:test:ada')).grant).toStrictEqual({
        amount: { pictures: 3, micros: 5 },
        sinceDay: '2026-11-22',
        untilMs: nextMonth,
      });
      expect(await countPainted(underTest)).toBe(4);
      await core.budgets.set(shellAuthority, 'person:test:ada', () => ({ day: { pictures: 2 } }));
      expect(await countPainted(underTest)).toBe(1);
    });

    test('forget an earlier grant that is over', async () => {
      const underTest = await startCore(onePictureADay);
      const { clock, core } = underTest;
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 9 },
        untilMs: tomorrow,
      });
      clock.nowMs = tomorrow;
      await core.budgets.grant(shellAuthority, {
        personId: 'test:ada',
        amount: { pictures: 1 },
        untilMs: nextMonth,
      });
      expect((await core.budgets.of('person:test:ada')).grant).toMatchObject({
        amount: { pictures: 1 },
        sinceDay: '2026-11-23',
      });
      expect(await countPainted(underTest)).toBe(2);
    });

    test('take no grant that is none', async () => {
      const { core, clock } = await startCore();
      await expect(
        core.budgets.grant(shellAuthority, {
          personId: 'test:ada',
          amount: { pictures: 1 },
          untilMs: clock.nowMs,
        }),
      ).rejects.toThrow(RangeError);
      await expect(
        core.budgets.grant(shellAuthority, {
          personId: 'test:ada',
          amount: { micros: -1 },
          untilMs: nextMonth,
        }),
      ).rejects.toThrow(RangeError);
      await expect(
        core.budgets.grant(shellAuthority, {
          personId: 'test:ada',
          amount: { micros: 0.5 },
          untilMs: nextMonth,
        }),
      ).rejects.toThrow(RangeError);
      expect((await core.budgets.of('person:test:ada')).grant).toBeUndefined();
    });
  });

  describe('where pictures cost more than was set aside', () => {
    test('are exceeded by that alone, which is told and raises the next estimate', async () => {
      const underTest = await startCore({ bot: { day: { micros: 3 * price } } });
      const { ask, events, log, settled, storage } = underTest;
      await ask('test:ben');
      await settled();
      const dear = await paint(underTest, 'test:ada', { each: 70_000 });
      if (dear.kind !== 'accepted') throw new Error('Expected an acceptance');
      const overrun = { name: 'generation-overran', generationId: dear.generation.id, byMicros: 31_000 };
      expect(events.filter(({ name }) => name === 'generation-overran')).toEqual([overrun]);
      expect(log.find(({ level }) => level === 'warn')?.fields).toMatchObject({ byMicros: 31_000 });
      // 39,000 set aside for Ben and 70,000 spent leave 8,000.
      expect(await ask('test:cleo')).toMatchObject({ refusal: { reason: 'bot-budget-spent' } });
      await underTest.core.budgets.set(shellAuthority, 'bot', () => ({
        day: { micros: 39_000 + 70_000 + 70_000 },
      }));
      const next = await ask('test:cleo');
      expect(next).toMatchObject({ generation: { reservedMicros: 70_000 } });
      expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(39_000 + 70_000);
    });

    test('know it after a restart', async () => {
      const first = await startCore();
      await paint(first, 'test:ada', { each: 70_000 });
      await first.core.stop(0);
      const second = await createCoreUnderTest({ storage: first.storage });
      await second.core.start();
      const next = await second.ask('test:ada', { sourceKey: 'test:after' });
      expect(next).toMatchObject({ generation: { reservedMicros: 70_000 } });
      await second.core.stop(0);
    });
  });
});

function reasonsOf(answers: readonly Acceptance[]): ReadonlySet<string> {
  return new Set(answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.refusal.reason] : [])));
}
