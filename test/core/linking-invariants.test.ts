import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Generation } from '../../src/core/generation.ts';
import { generationStates, queuedStates } from '../../src/core/generation-state.ts';
import { budgetsWith } from './support/budgets-with.ts';
import { controlledFailure } from './support/controlled-model.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { FairnessWatch } from './support/fairness-watch.ts';
import { PairsModel } from './support/pairs-model.ts';
import { wishFor } from './support/wishes.ts';

const people = ['discord:1', 'telegram:1', 'telegram:2'];
const person = fc.constantFrom(...people);
const limits = { maxRunningPerUser: 1, maxQueuedPerUser: 2, maxRunning: 3 };
const budgets = fc.constantFrom(250_000, 2_000_000);

/** One thing that can happen; numbers choose among what is there at that moment. */
const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      person,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(), succeeds: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('link' as const), giver: person, taker: person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('part' as const), person }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(11, 7 * 60) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait-for-evening' as const) }) },
);

type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

test('whoever links and parts and spends in whatever order, the limits of both hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 20, maxLength: 60, size: 'max' }),
      budgets,
      async (happenings, maxSpendMicros) => {
        const underTest = await createCoreUnderTest({
          limits: { ...limits, budgets: budgetsWith({ person: { day: { micros: maxSpendMicros } } }) },
        });
        const pairs = new PairsModel(() => underTest.clock.nowMs);
        let fairness = new FairnessWatch(limits.maxRunningPerUser);
        try {
          await underTest.core.start();
          for (const next of happenings) {
            const before = await everything(underTest);
            await happen({ underTest, pairs, maxSpendMicros }, next);
            await underTest.settled();
            if (changesPairs(next)) {
              // Whose turn it is changes with who is one; what was seen before says nothing about it.
              expect(fairness.violations).toEqual([]);
              fairness = new FairnessWatch(limits.maxRunningPerUser);
            }
            await fairness.look(underTest);
            expectLimitsHold(pairs, before, await everything(underTest));
          }
          expect(fairness.violations).toEqual([]);
          while (underTest.model.open.size + underTest.model.overtaken.size > 0) {
            for (const call of [...underTest.model.overtaken, ...underTest.model.open.values()])
              call.succeed();
            await underTest.settled();
          }
          const open = await underTest.storage.transaction(({ ledger }) => ledger.openReservations());
          expect(open).toBe(0);
        } finally {
          await underTest.close();
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

function changesPairs({ kind }: Happening): boolean {
  return kind === 'link' || kind === 'part' || kind === 'wait';
}

interface Trial {
  readonly underTest: CoreUnderTest;
  readonly pairs: PairsModel;
  readonly maxSpendMicros: number;
}

async function happen({ maxSpendMicros, pairs, underTest }: Trial, next: Happening): Promise<void> {
  const { clock, core, model } = underTest;
  switch (next.kind) {
    case 'ask': {
      const usedMicros = await usedToday(underTest, pairs.sharing(next.person));
      const acceptance = await underTest.ask(next.person, { wish: wishFor({ count: next.count }) });
      const fits = usedMicros + next.count * 39_000 <= maxSpendMicros;
      if (acceptance.kind === 'accepted') expect(fits).toBe(true);
      if (acceptance.kind === 'refused' && fits) expect(acceptance.refusal.reason).toBe('queue-full');
      return;
    }
    case 'end': {
      const open = [...model.open.values()];
      const chosen = open[next.which % Math.max(1, open.length)];
      if (next.succeeds) chosen?.succeed();
      else chosen?.fail(controlledFailure('no'));
      return;
    }
    case 'cancel': {
      const all = await everything(underTest);
      const chosen = all[next.which % Math.max(1, all.length)];
      if (chosen === undefined) return;
      const [other = chosen.personId] = pairs.linked(chosen.personId);
      const cancellation = await core.generations.cancel({ id: chosen.id, personId: other });
      expect(cancellation.kind).not.toBe('not-found');
      return;
    }
    case 'link': {
      const offer = await core.linking.offer(next.giver);
      expect(offer.kind).toBe(pairs.linked(next.giver).length > 1 ? 'refused' : 'code');
      if (offer.kind === 'refused') return;
      const joining = await core.linking.join({ personId: next.taker, code: offer.code });
      const isLinked = pairs.link(next.giver, next.taker);
      expect(joining.kind).toBe(isLinked ? 'linked' : 'refused');
      return;
    }
    case 'part':
      expect((await core.linking.part(next.person)).kind).toBe(
        pairs.part(next.person) ? 'parted' : 'not-linked',
      );
      return;
    case 'wait':
      clock.nowMs += next.minutes * 60_000;
      return;
    case 'wait-for-evening':
      clock.nowMs = Math.max(clock.nowMs, new Date(clock.nowMs).setUTCHours(23, 50));
      return;
    default:
      next satisfies never;
  }
}

/** Two who become one may have more than one may have; it never grows from there. */
function expectLimitsHold(
  pairs: PairsModel,
  before: readonly Generation[],
  after: readonly Generation[],
): void {
  for (const one of people) {
    const sharing = pairs.sharing(one);
    const count = (all: readonly Generation[], isCounted: (generation: Generation) => boolean) =>
      all.filter((generation) => sharing.includes(generation.personId) && isCounted(generation)).length;
    const runs = ({ holdsSlot }: Generation) => holdsSlot;
    expect(count(after, runs)).toBeLessThanOrEqual(Math.max(limits.maxRunningPerUser, count(before, runs)));
    const waits = ({ state }: Generation) => queuedStates.some((queued) => queued === state);
    expect(count(after, waits)).toBeLessThanOrEqual(Math.max(limits.maxQueuedPerUser, count(before, waits)));
  }
}

async function usedToday({ clock, storage }: CoreUnderTest, sharing: readonly string[]): Promise<number> {
  const day = new Date(clock.nowMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const usages = await storage.transaction(({ ledger }) =>
    Promise.all(sharing.map((personId) => ledger.usage({ day, personId }))),
  );
  return usages.reduce((sum, { chargedMicros, reservedMicros }) => sum + chargedMicros + reservedMicros, 0);
}

function everything({ storage }: CoreUnderTest): Promise<readonly Generation[]> {
  return storage.transaction(({ generations }) =>
    generations.list({ states: generationStates, limit: 10_000 }),
  );
}
