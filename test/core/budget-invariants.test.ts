import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Acceptance } from '../../src/core/acceptance-desk.ts';
import type { Generation } from '../../src/core/generation.ts';
import { generationStates } from '../../src/core/generation-state.ts';
import type { StandardBudgets } from '../../src/core/limits/admission.ts';
import type { Amount, PartialBudget, Period } from '../../src/core/limits/budget.ts';
import { measures, periods } from '../../src/core/limits/budget.ts';
import { budgetsWith } from './support/budgets-with.ts';
import { controlledFailure } from './support/controlled-model.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const people = ['test:ada', 'test:ben', 'test:cleo'];
const places = ['test:club', 'test:den'];
const hourMs = 60 * 60_000;

interface Asking {
  readonly isDrafted: boolean;
  readonly person: number;
  readonly place: number;
  readonly count: number;
}

/** One thing that can happen; numbers choose among what is there at that moment. */
type Happening =
  | { readonly kind: 'ask'; readonly all: readonly Asking[] }
  | { readonly kind: 'finish'; readonly which: number; readonly eachMicros: number }
  | { readonly kind: 'fail'; readonly which: number; readonly payment: 'no' | 'unknown' }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'wait'; readonly hours: number };

const anyAsking = fc.record({
  isDrafted: fc.boolean(),
  person: fc.nat(people.length - 1),
  place: fc.nat(places.length - 1),
  count: fc.integer({ min: 1, max: 4 }),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      all: fc.array(anyAsking, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      which: fc.nat(),
      eachMicros: fc.integer({ min: 20_000, max: 60_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      which: fc.nat(),
      payment: fc.constantFrom('no' as const, 'unknown' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 13, 24 * 9) }),
  },
);

const anyBudget: fc.Arbitrary<PartialBudget> = fc
  .record({
    day: fc.record(
      { micros: fc.integer({ min: 60_000, max: 400_000 }), pictures: fc.integer({ min: 2, max: 9 }) },
      { requiredKeys: [] },
    ),
    month: fc.record(
      { micros: fc.integer({ min: 100_000, max: 900_000 }), pictures: fc.integer({ min: 3, max: 20 }) },
      { requiredKeys: [] },
    ),
  })
  .map(({ day, month }) => ({ day: { ...day }, month: { ...month } }));

describe('whatever is asked for at once, and whatever it costs', () => {
  test('no budget is exceeded but by what cost more than was set aside, and none refuses without need', async () => {
    const budgets = fc.record({ person: anyBudget, place: anyBudget, bot: anyBudget });
    let [accepted, drafts, refused, overruns] = [0, 0, 0, 0];
    await fc.assert(
      fc.asyncProperty(
        budgets,
        fc.array(happening, { minLength: 15, maxLength: 50, size: 'max' }),
        async (limits, happenings) => {
          const standard = budgetsWith(limits);
          const underTest = await createCoreUnderTest({
            limits: { budgets: standard, maxQueuedPerUser: 100, maxRunningPerUser: 3 },
            drafts: true,
          });
          try {
            await underTest.core.start();
            for (const next of happenings) {
              const answers = await happen(underTest, next, standard);
              accepted += answers.filter(({ kind }) => kind === 'accepted').length;
              refused += answers.filter(({ kind }) => kind === 'refused').length;
              await underTest.settled();
              const rows = await everything(underTest);
              expectWithin(standard, rows);
              await expectAccounted(underTest, rows);
            }
            drafts += (await everything(underTest)).filter(isDraftAlone).length;
            overruns += underTest.events.filter(({ name }) => name === 'generation-overran').length;
            await expectEveryOverrunTold(underTest);
          } finally {
            await underTest.close();
          }
        },
      ),
      { numRuns: 25 },
    );
    // What never happens cannot go wrong.
    expect(Math.min(accepted, refused, overruns)).toBeGreaterThan(20);
    expect(drafts).toBeGreaterThan(0);
  }, 120_000);
});

async function happen(
  underTest: CoreUnderTest,
  next: Happening,
  standard: StandardBudgets,
): Promise<readonly Acceptance[]> {
  const { ask, clock, core, model } = underTest;
  const pick = <One>(all: readonly One[], which: number): One | undefined =>
    all[which % Math.max(1, all.length)];
  switch (next.kind) {
    case 'ask': {
      const asked = next.all.map(({ count, isDrafted, person, place }) => {
        const who = { personId: people[person] ?? '', placeId: places[place] ?? '' };
        return {
          who,
          count,
          answer: ask(who.personId, { ...who, wish: wishFor({ count, draftsFirst: isDrafted }) }),
        };
      });
      // Transactions keep their order: this is what there is when the last one was answered, and nothing else has happened.
      const rows = await everything(underTest);
      const day = new Date(clock.nowMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
      for (const { answer, ...request } of asked) {
        expectNeeded(await answer, { ...request, rows, day, standard });
      }
      return Promise.all(asked.map(({ answer }) => answer));
    }
    case 'finish':
      model.pictureCostMicros = next.eachMicros;
      pick([...model.open.values()], next.which)?.succeed();
      return [];
    case 'fail':
      pick([...model.open.values()], next.which)?.fail(controlledFailure(next.payment));
      return [];
    case 'cancel': {
      const chosen = pick((await everything(underTest)).filter(isOpen), next.which);
      if (chosen !== undefined) await core.generations.cancel(chosen);
      return [];
    }
    case 'wait':
      clock.nowMs += next.hours * hourMs;
      return [];
    default:
      return next satisfies never;
  }
}

/** A generation, whether anything was painted, and how many pictures it counts as. */
interface Row extends Generation {
  readonly isPainted: boolean;
  readonly pictures: number;
}

type Holder = keyof StandardBudgets;

/** Counts from the rows alone, so that the account cannot hide its own mistakes. */
function expectWithin(budgets: StandardBudgets, all: readonly Row[]): void {
  for (const period of periods) {
    for (const name of new Set(all.map(({ budgetDay }) => nameOf(budgetDay, period)))) {
      const then = all.filter(({ budgetDay }) => nameOf(budgetDay, period) === name);
      const expectHolds = (holder: Holder, rows: readonly Row[]) => {
        const used = sum(rows.map((row) => usedBy(row, holder)));
        const overrun = sum(rows.map(overrunOf));
        for (const measure of measures) {
          const most = budgets[holder][period][measure] + overrun[measure];
          expect(used[measure], `${measure} of ${holder} in ${name}`).toBeLessThanOrEqual(most);
        }
      };
      expectHolds('bot', then);
      for (const id of people) expectHolds('person', rowsOf(then, 'person', { personId: id, placeId: '' }));
      for (const id of places) expectHolds('place', rowsOf(then, 'place', { personId: '', placeId: id }));
    }
  }
}

/** The account says the same as the rows. */
async function expectAccounted({ storage }: CoreUnderTest, all: readonly Row[]): Promise<void> {
  for (const day of new Set(all.map(({ budgetDay }) => budgetDay))) {
    for (const personId of people) {
      const usage = await storage.transaction(({ ledger }) => ledger.usage({ day, personId }));
      const theirs = all.filter((row) => row.budgetDay === day && row.personId === personId);
      const used = sum(theirs.map((row) => usedBy(row, 'person')));
      expect(usage.pictures + usage.reservedPictures).toBe(used.pictures);
      expect(usage.chargedMicros + usage.reservedMicros).toBe(used.micros);
    }
  }
}

interface Who {
  readonly personId: string;
  readonly placeId: string;
}

interface AskedThen {
  readonly who: Who;
  readonly count: number;
  readonly rows: readonly Row[];
  readonly day: string;
  readonly standard: StandardBudgets;
}

/** Whoever was refused asked for more than there was, at the dearest price, in the budget that was named. */
function expectNeeded(answer: Acceptance, { count, day, rows, standard, who }: AskedThen): void {
  if (answer.kind !== 'refused' || !('period' in answer.refusal)) return;
  const { period, reason } = answer.refusal;
  const holder = budgetHolders[reason];
  const then = rows.filter(({ budgetDay }) => nameOf(budgetDay, period) === nameOf(day, period));
  const used = sum(rowsOf(then, holder, who).map((row) => usedBy(row, holder)));
  // The dearest that a picture has been here.
  const askedMicros = count * 60_000;
  const limit = standard[holder][period];
  const tooMuch = used.micros + askedMicros > limit.micros || used.pictures + count > limit.pictures;
  expect(tooMuch, `${reason} by ${period}`).toBe(true);
}

const budgetHolders = {
  'person-budget-spent': 'person',
  'place-budget-spent': 'place',
  'bot-budget-spent': 'bot',
} as const;

function rowsOf(rows: readonly Row[], holder: Holder, { personId, placeId }: Who): readonly Row[] {
  switch (holder) {
    case 'bot':
      return rows;
    case 'person':
      return rows.filter((row) => row.personId === personId);
    case 'place':
      return rows.filter((row) => row.placeId === placeId);
    default:
      return holder satisfies never;
  }
}

function nameOf(day: string, period: Period): string {
  return period === 'day' ? day : day.slice(0, 'yyyy-mm'.length);
}

/** What it holds or has used: the estimate until its call is over, then what it cost; people pay for pictures alone. */
function usedBy(row: Row, holder: Holder): Amount {
  const { costMicros = 0, isPainted, pictures, reservedMicros, wish } = row;
  if (isOpen(row)) return { micros: reservedMicros, pictures: wish.count };
  return { micros: holder === 'person' && !isPainted ? 0 : costMicros, pictures };
}

function overrunOf(row: Row): Amount {
  const micros = isOpen(row) ? 0 : (row.costMicros ?? 0) - row.reservedMicros;
  return { micros: Math.max(0, micros), pictures: 0 };
}

function isDraftAlone({ draftOf, pictures }: Row): boolean {
  return draftOf !== undefined && pictures > 0;
}

function isOpen({ holdsSlot, state }: Row): boolean {
  return holdsSlot || state === 'accepted' || state === 'preparing' || state === 'waiting';
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (total, { micros, pictures }) => ({ micros: total.micros + micros, pictures: total.pictures + pictures }),
    { micros: 0, pictures: 0 },
  );
}

async function expectEveryOverrunTold(underTest: CoreUnderTest): Promise<void> {
  const told = underTest.events.flatMap((event) =>
    event.name === 'generation-overran' ? [event.byMicros] : [],
  );
  const found = (await everything(underTest))
    .map((row) => overrunOf(row).micros)
    .filter((micros) => micros > 0);
  expect(told.toSorted((one, other) => one - other)).toEqual(found.toSorted((one, other) => one - other));
}

function everything({ pictures: store, storage }: CoreUnderTest): Promise<readonly Row[]> {
  const isStored = (key: string) =>
    store.read(key).then(
      () => true,
      () => false,
    );
  return storage.transaction(async ({ generations, pictures }) => {
    const all = await generations.list({ states: generationStates, limit: 10_000 });
    const rows: Row[] = [];
    for (const generation of all) {
      const { draftOf, id } = generation;
      const isPainted = await isStored(`${id}/result-0`);
      const kept = await pictures.of(draftOf ?? id, 'result');
      // A draft counts where nothing came of what it is the draft of.
      const counted = draftOf === undefined ? kept.length : Number(isPainted && kept.length === 0);
      rows.push({ ...generation, isPainted, pictures: counted });
    }
    return rows;
  });
}
