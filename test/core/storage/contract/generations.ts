import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Generation, owesAnswer } from '../../../../src/core/generation.ts';
import type { GenerationQuery } from '../../../../src/core/generation-query.ts';
import { generationStates, queuedStates } from '../../../../src/core/generation-state.ts';
import { StaleAttempt } from '../../../../src/core/storage/generation-store.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { anyGeneration, sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { tryOut, withStorage } from './with-storage.ts';

export function describeGenerations({ createHome, isLasting }: StorageSubject): void {
  describe('generations', () => {
    test('may wait longer while they are queued, all at once', () =>
      withStorage(createHome, async (storage) => {
        const [waiting, running] = (['waiting', 'running'] as const).map((state) =>
          sampleGeneration({ state, expiresAtMs: 9_000 }),
        );
        if (waiting === undefined || running === undefined) throw new Error('Expected two');
        await storage.transaction(async ({ generations }) => {
          for (const generation of [waiting, running]) await generations.insert(generation);
          await generations.waitLonger(500);
          expect((await generations.find(waiting.id))?.expiresAtMs).toBe(9_500);
          expect((await generations.find(running.id))?.expiresAtMs).toBe(9_000);
        });
      }));

    test('come back exactly as they were inserted and saved', () =>
      withStorage(createHome, async (storage) => {
        const pair = fc.tuple(anyGeneration, anyGeneration);
        await fc.assert(
          fc.asyncProperty(pair, ([first, { id: _, sourceKey: __, personId: ___, ...changes }]) =>
            tryOut(storage, async ({ generations }) => {
              await generations.insert(first);
              expect(await generations.find(first.id)).toStrictEqual(first);
              const attempt = Math.max(first.attempt, changes.attempt);
              const second = { ...first, ...changes, attempt };
              await generations.save(second);
              const { accountId } = first;
              expect(await generations.findBySource(first.sourceKey)).toStrictEqual({ ...second, accountId });
            }),
          ),
          { numRuns: 150 },
        );
      }));

    test('tell what a person asked for last, and of nobody else', () =>
      withStorage(createHome, (storage) =>
        storage.transaction(async ({ generations }) => {
          const asked = (prompt: string, changes: Partial<Generation> = {}) => {
            const sample = sampleGeneration(changes);
            return generations.insert({ ...sample, wish: { ...sample.wish, prompt } });
          };
          await asked('a fox');
          await asked('a cat', { personId: 'telegram:1' });
          await asked('a fox');
          await asked('a secret', { personId: 'discord:3' });
          await asked('a mistake', { removedAtMs: 5 });
          const last = (limit: number) =>
            generations.lastPrompts({ people: ['discord:1', 'telegram:1'], limit });
          expect(await last(10)).toEqual(['a fox', 'a cat', 'a fox']);
          expect(await last(2)).toEqual(['a fox', 'a cat']);
        }),
      ));

    if (isLasting)
      test('survive a new start', () =>
        withStorage(createHome, async (storage, home) => {
          const generation = sampleGeneration();
          await storage.transaction(({ generations }) => generations.insert(generation));
          await storage.close();
          const reopened = await home.open();
          try {
            const found = await reopened.transaction(({ generations }) => generations.find(generation.id));
            expect(found).toStrictEqual(generation);
          } finally {
            await reopened.close();
          }
        }));

    if (isLasting)
      test('of a release that knew no defaults are read as having dropped none', () =>
        withStorage(createHome, async (storage, home) => {
          const generation = sampleGeneration();
          await storage.transaction(({ generations }) => generations.insert(generation));
          const { kysely } = await home.connect();
          try {
            const { dropped: _, ...earlier } = generation.wish;
            await kysely
              .updateTable('generations')
              .set({ wish: JSON.stringify(earlier) })
              .execute();
          } finally {
            await kysely.destroy();
          }
          const found = await storage.transaction(({ generations }) => generations.find(generation.id));
          expect(found).toStrictEqual(generation);
        }));

    test('are undefined when unknown', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ generations }) => {
          expect(await generations.find('unknown')).toBeUndefined();
          expect(await generations.findBySource('unknown')).toBeUndefined();
        });
      }));

    test('are listed from the newest on, whatever became of them', () =>
      withStorage(createHome, async (storage) => {
        const all = (['delivered', 'failed', 'waiting'] as const).map((state) => sampleGeneration({ state }));
        await storage.transaction(async ({ generations }) => {
          expect(await generations.newest(3)).toEqual([]);
          for (const generation of all) await generations.insert(generation);
          const ids = async (limit: number) => (await generations.newest(limit)).map(({ id }) => id);
          const newestFirst = all.map(({ id }) => id).reverse();
          expect(await ids(10)).toEqual(newestFirst);
          expect(await ids(2)).toEqual(newestFirst.slice(0, 2));
        });
      }));

    test('cannot be saved before they were inserted, nor change hands', () =>
      withStorage(createHome, async (storage) => {
        const generation = sampleGeneration();
        await storage.transaction(async ({ generations }) => {
          await expect(generations.save(generation)).rejects.toThrow('never inserted');
          await generations.insert(generation);
          await expect(generations.save({ ...generation, personId: 'discord:9' })).rejects.toThrow(
            'cannot change',
          );
          await expect(generations.save({ ...generation, sourceKey: 'other' })).rejects.toThrow(
            'cannot change',
          );
        });
      }));

    test('are not written by a run that was overtaken', () =>
      withStorage(createHome, async (storage) => {
        const overtaken = sampleGeneration({ state: 'running', holdsSlot: true, attempt: 1 });
        const { id } = overtaken;
        const taken = { ...overtaken, attempt: 2, leaseUntilMs: 5_000 };
        await storage.transaction(async ({ generations }) => {
          await generations.insert(overtaken);
          await generations.save(taken);
        });
        await storage.transaction(async ({ generations, line }) => {
          const late = generations.save({ ...overtaken, state: 'waiting' });
          await expect(late).rejects.toThrow(StaleAttempt);
          expect(await generations.find(id)).toStrictEqual(taken);
          // Nothing was counted either.
          await line.join(overtaken.personId);
          expect(await line.next({ maxRunningPerUser: 9 })).toBeUndefined();
          expect(await generations.load(undefined)).toEqual({ running: 1, queued: 0 });
          await generations.save({ ...taken, state: 'made', holdsSlot: false });
        });
      }));

    test.each([10, undefined])(
      'with a lease until %s are claimed by one of those who take over at once',
      (leaseUntilMs) =>
        withStorage(createHome, async (storage, home) => {
          const lapsed = sampleGeneration({ state: 'running', holdsSlot: true, attempt: 1, leaseUntilMs });
          await storage.transaction(({ generations }) => generations.insert(lapsed));
          const others = isLasting ? [await home.open(), await home.open()] : [storage, storage];
          const takeOver = (each: Storage) =>
            each.transaction(async ({ generations }) => {
              const [found] = await generations.list({ leaseEndedAtMs: 10, limit: 1 });
              if (found !== undefined)
                await generations.save({ ...found, attempt: found.attempt + 1, leaseUntilMs: 20 });
              return found?.id;
            });
          try {
            const taken = await Promise.all([storage, ...others].map(takeOver));
            expect(taken.filter((id) => id !== undefined)).toEqual([lapsed.id]);
          } finally {
            if (isLasting) for (const other of others) await other.close();
          }
        }),
    );

    const unstorable: [string, Partial<Generation>][] = [
      ['a NUL in the source', { sourceKey: 'a\0b' }],
      ['a lone surrogate in the person', { personId: 'a\ud800' }],
      ['an empty person', { personId: '' }],
      ['a NUL in the place', { placeId: '\0' }],
      ['half a millisecond', { acceptedAtMs: 1.5 }],
      ['no number', { expiresAtMs: Number.NaN }],
      ['more than 2^53 micro-dollars', { reservedMicros: 2 ** 53 }],
    ];
    test.each(unstorable)('with %s are refused before anything is written', (_, changes) =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ generations }) => {
          await expect(generations.insert(sampleGeneration(changes))).rejects.toThrow(RangeError);
          expect(await generations.list({ limit: 10 })).toEqual([]);
        });
      }),
    );

    test('are listed as a query asks, oldest first', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyListed, { maxLength: 12 }), anyQuery, (listed, query) =>
            tryOut(storage, async ({ generations }) => {
              const all = listed.map((changes) => sampleGeneration(changes));
              for (const generation of all) await generations.insert(generation);
              const expected = all.filter((generation) => matches(generation, query)).slice(0, query.limit);
              expect(await generations.list(query)).toStrictEqual(expected);
            }),
          ),
          { numRuns: 150 },
        );
      }));

    test('are counted by slot and queue, for one person and for everybody', () =>
      withStorage(createHome, async (storage) => {
        const changes = fc.array(fc.tuple(fc.nat(5), anyListed), { maxLength: 20 });
        await fc.assert(
          fc.asyncProperty(changes, (steps) =>
            tryOut(storage, async ({ generations }) => {
              const now = new Map<number, Generation>();
              for (const [index, { personId: _, ...step }] of steps) {
                const before = now.get(index);
                const after = before
                  ? { ...before, ...step }
                  : sampleGeneration({ ...step, personId: `p:${index % 3}` });
                await (before ? generations.save(after) : generations.insert(after));
                now.set(index, after);
              }
              for (const personId of ['p:0', 'p:1', 'p:2', 'p:3', undefined]) {
                const own = [...now.values()].filter(
                  (one) => personId === undefined || one.personId === personId,
                );
                expect(await generations.load(personId)).toEqual({
                  running: own.filter(({ holdsSlot }) => holdsSlot).length,
                  queued: own.filter(({ state }) => queuedStates.some((queued) => queued === state)).length,
                });
              }
            }),
          ),
          { numRuns: 60 },
        );
      }));

    test('tell how many final answers are owed, and since when', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyListed, { maxLength: 12 }), (listed) =>
            tryOut(storage, async ({ generations }) => {
              const all = listed.map((changes, endedAtMs) => sampleGeneration({ ...changes, endedAtMs }));
              for (const generation of all.toReversed()) await generations.insert(generation);
              const owed = all.filter(owesAnswer);
              expect(await generations.outbox()).toEqual({
                owed: owed.length,
                oldestEndedAtMs: owed[0]?.endedAtMs,
              });
            }),
          ),
          { numRuns: 60 },
        );
      }));
  });
}

const anyMoment = fc.nat(10);

const anyListed = fc.record({
  state: fc.constantFrom(...generationStates),
  personId: fc.constantFrom('p:0', 'p:1', 'p:2'),
  holdsSlot: fc.boolean(),
  leaseUntilMs: fc.option(anyMoment, { nil: undefined }),
  nextDeliveryAtMs: fc.option(anyMoment, { nil: undefined }),
  expiresAtMs: anyMoment,
  // Oldest means accepted first, whatever a clock that was set back says.
  acceptedAtMs: anyMoment,
});

const anyQuery: fc.Arbitrary<GenerationQuery> = fc.record(
  {
    states: fc.subarray([...generationStates], { minLength: 1 }),
    accountId: fc.constantFrom('p:0', 'p:1', 'p:9'),
    holdsSlot: fc.boolean(),
    leaseEndedAtMs: anyMoment,
    deliveryDueAtMs: anyMoment,
    expiredAtMs: anyMoment,
    limit: fc.constantFrom(1, 3, 100, Number.MAX_SAFE_INTEGER),
  },
  { requiredKeys: ['limit'] },
);

function matches(generation: Generation, query: GenerationQuery): boolean {
  const { nextDeliveryAtMs } = generation;
  const isDue = (atMs: number) =>
    owesAnswer(generation) && nextDeliveryAtMs !== undefined && nextDeliveryAtMs <= atMs;
  const isLapsed = (atMs: number) => generation.holdsSlot && (generation.leaseUntilMs ?? 0) <= atMs;
  return (
    (query.states === undefined || query.states.includes(generation.state)) &&
    (query.accountId === undefined || query.accountId === generation.accountId) &&
    (query.holdsSlot === undefined || query.holdsSlot === generation.holdsSlot) &&
    (query.leaseEndedAtMs === undefined || isLapsed(query.leaseEndedAtMs)) &&
    (query.deliveryDueAtMs === undefined || isDue(query.deliveryDueAtMs)) &&
    (query.expiredAtMs === undefined || generation.expiresAtMs <= query.expiredAtMs)
  );
}
