import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Generation } from '../../src/core/generation.ts';
import { generationStates } from '../../src/core/generation-state.ts';
import { controlledFailure } from './support/controlled-model.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { FairnessWatch } from './support/fairness-watch.ts';
import { wishFor } from './support/wishes.ts';

const people = ['test:ada', 'test:ben', 'test:cleo', 'test:dan'];

/** One thing that can happen to the core; numbers choose among what is there at that moment. */
type Happening =
  | { readonly kind: 'ask'; readonly person: number; readonly count: number; readonly draftsFirst: boolean }
  | { readonly kind: 'finish'; readonly which: number; readonly missing: number }
  | { readonly kind: 'fail'; readonly which: number; readonly payment: 'no' | 'yes' | 'unknown' }
  /** A run that was overtaken, because the clock ran on without a sign of life from it, comes back. */
  | { readonly kind: 'come-late'; readonly which: number; readonly succeeds: boolean }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'wait'; readonly minutes: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      person: fc.nat(people.length - 1),
      count: fc.integer({ min: 1, max: 4 }),
      draftsFirst: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('finish' as const), which: fc.nat(), missing: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      which: fc.nat(),
      payment: fc.constantFrom('no' as const, 'yes' as const, 'unknown' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('come-late' as const),
      which: fc.nat(),
      succeeds: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 25 }) }),
  },
);

describe('whatever people and the provider do', () => {
  test('it is paid once, answered once, within the limits, in turn, and the money adds up', async () => {
    const limits = fc.record({
      maxRunningPerUser: fc.integer({ min: 1, max: 2 }),
      maxRunning: fc.integer({ min: 1, max: 4 }),
      maxQueuedPerUser: fc.integer({ min: 2, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        limits,
        fc.array(happening, { minLength: 10, maxLength: 60, size: 'max' }),
        async (limits, happenings) => {
          const fairness = new FairnessWatch(limits.maxRunningPerUser);
          const underTest = await createCoreUnderTest({ limits, drafts: true });
          const { core, settled, close } = underTest;
          try {
            await core.start();
            for (const next of happenings) {
              await happen(underTest, next);
              await settled();
              await fairness.look(underTest);
              await expectLimitsHold(underTest, limits);
              await expectMoneyAddsUp(underTest);
            }
            await finishEverything(underTest);
            await expectAllEnded(underTest);
          } finally {
            await close();
          }
          expect(fairness.violations).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

async function happen(underTest: CoreUnderTest, next: Happening): Promise<void> {
  const { core, model, clock, ask } = underTest;
  const open = [...model.open.values()];
  switch (next.kind) {
    case 'ask':
      await ask(people[next.person] ?? 'test:nobody', {
        wish: wishFor({ count: next.count, draftsFirst: next.draftsFirst }),
      });
      return;
    case 'finish': {
      const chosen = open[next.which % Math.max(1, open.length)];
      chosen?.succeed(Math.max(1, chosen.call.count - next.missing));
      return;
    }
    case 'fail':
      open[next.which % Math.max(1, open.length)]?.fail(controlledFailure(next.payment));
      return;
    case 'come-late': {
      const late = [...model.overtaken];
      const chosen = late[next.which % Math.max(1, late.length)];
      if (next.succeeds) chosen?.succeed();
      else chosen?.fail(controlledFailure('no'));
      return;
    }
    case 'cancel': {
      const all = await everything(underTest);
      const chosen = all[next.which % Math.max(1, all.length)];
      if (chosen !== undefined) await core.generations.cancel(chosen);
      return;
    }
    case 'wait':
      clock.nowMs += next.minutes * 60_000;
      return;
    default:
      next satisfies never;
  }
}

async function finishEverything({ model, settled }: CoreUnderTest): Promise<void> {
  await settled();
  while (model.open.size + model.overtaken.size > 0) {
    for (const call of [...model.overtaken, ...model.open.values()]) call.succeed();
    await settled();
  }
}

async function expectLimitsHold(
  underTest: CoreUnderTest,
  limits: { maxRunning: number; maxRunningPerUser: number },
): Promise<void> {
  const all = await everything(underTest);
  const owners = new Map(all.map(({ id, personId }) => [id, personId]));
  const held = new Set(all.filter(({ holdsSlot }) => holdsSlot).map(({ id }) => id));
  const { clock, model } = underTest;
  // A call that hangs beyond its deadline may have been given up.
  const counted = [...model.open.values()].filter(
    ({ call }) => held.has(call.id) || call.deadlineAtMs > clock.nowMs,
  );
  const calls = counted.map(({ call }) => owners.get(call.id));
  expect(calls.length).toBeLessThanOrEqual(limits.maxRunning);
  for (const person of people) {
    const running = calls.filter((owner) => owner === person).length;
    expect(running).toBeLessThanOrEqual(limits.maxRunningPerUser);
  }
  expect(held.size).toBe(calls.length);
}

async function expectMoneyAddsUp(underTest: CoreUnderTest): Promise<void> {
  const all = await everything(underTest);
  const open = all.filter(({ state, holdsSlot }) => isQueued(state) || holdsSlot);
  const expected = open.reduce((sum, { reservedMicros }) => sum + reservedMicros, 0);
  const reserved = await underTest.storage.transaction(({ ledger }) => ledger.openReservations());
  expect(reserved).toBe(expected);
}

async function expectAllEnded(underTest: CoreUnderTest): Promise<void> {
  const { storage, model, courier } = underTest;
  const all = await everything(underTest);
  const drafts = new Map(all.map(({ draftOf, id }) => [draftOf, id]));
  for (const { id, draftOf, state, answeredAtMs } of all) {
    expect(['delivered', 'failed', 'cancelled', 'expired']).toContain(state);
    const isDraft = draftOf !== undefined;
    if (!isDraft) expect(answeredAtMs, `${id} was never answered`).toBeDefined();
    expect(courier.delivered.filter(({ generation }) => generation.id === id)).toHaveLength(isDraft ? 0 : 1);
    expect(model.sent.get(id) ?? 0).toBeLessThanOrEqual(1);
  }
  for (const { generation, contents } of courier.delivered) {
    const shown = generation.state === 'made' ? generation.id : drafts.get(generation.id);
    for (const content of contents) expect(content).toContain(shown);
  }
  await storage.transaction(async ({ ledger }) => {
    expect(await ledger.openReservations()).toBe(0);
    const days = [...new Set(all.map(({ budgetDay }) => budgetDay))];
    const usages = await Promise.all(days.map((day) => ledger.usage({ day, personId: undefined })));
    const spent = usages.reduce((sum, { spentMicros }) => sum + spentMicros, 0);
    expect(spent).toBe(all.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0));
    expect(spent).toBeGreaterThanOrEqual(model.paidMicros);
  });
}

function everything({ storage }: CoreUnderTest): Promise<readonly Generation[]> {
  return storage.transaction(({ generations }) =>
    generations.list({ states: generationStates, limit: 10_000 }),
  );
}

function isQueued(state: Generation['state']): boolean {
  return state === 'accepted' || state === 'preparing' || state === 'waiting';
}
