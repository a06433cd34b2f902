import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Generation } from '../../../../src/core/generation.ts';
import type { StorageTransaction } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { LineModel } from './line-model.ts';
import type { StorageSubject } from './storage-home.ts';
import { tryOut, withStorage } from './with-storage.ts';

const people = ['p:0', 'p:1', 'p:2', 'p:3'];
const maxRunningPerUser = 2;
const drafted = { ...sampleGeneration().wish, draftModel: 'runware:100@1' };

export function describeLine({ createHome }: StorageSubject): void {
  describe('the line', () => {
    test('serves people in turn', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          const hog = ['h1', 'h2', 'h3'].map((id) => sampleGeneration({ id, personId: 'hog' }));
          const guest = sampleGeneration({ id: 'g1', personId: 'guest' });
          for (const generation of [...hog, guest]) await wait(transaction, generation);
          const started: string[] = [];
          for (let next = await claim(transaction, 9); next; next = await claim(transaction, 9)) {
            started.push(next.id);
          }
          expect(started).toEqual(['h1', 'g1', 'h2', 'h3']);
        });
      }));

    test('passes over people who run as many as they may', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          for (const id of ['a1', 'a2']) await wait(transaction, sampleGeneration({ id, personId: 'a' }));
          expect((await claim(transaction, 1))?.id).toBe('a1');
          expect(await claim(transaction, 1)).toBeUndefined();
          await wait(transaction, sampleGeneration({ id: 'b1', personId: 'b' }));
          expect((await claim(transaction, 1))?.id).toBe('b1');
          await free(transaction, 'a1');
          expect((await claim(transaction, 1))?.id).toBe('a2');
        });
      }));

    test('counts a cancelled generation that still holds its slot', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          await transaction.generations.insert(
            sampleGeneration({ id: 'a0', personId: 'a', state: 'cancelled', holdsSlot: true }),
          );
          await wait(transaction, sampleGeneration({ id: 'a1', personId: 'a' }));
          expect(await transaction.line.next({ maxRunningPerUser: 1 })).toBeUndefined();
          expect((await transaction.line.next({ maxRunningPerUser: 2 }))?.id).toBe('a1');
        });
      }));

    test('may be joined before or after the generation waits', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          const early = sampleGeneration({ id: 'e1', personId: 'early', state: 'accepted' });
          await transaction.generations.insert(early);
          await transaction.line.join('early');
          await wait(transaction, sampleGeneration({ id: 'l1', personId: 'late' }));
          expect((await transaction.line.next({ maxRunningPerUser: 1 }))?.id).toBe('l1');
          await transaction.generations.save({ ...early, state: 'waiting' });
          expect((await transaction.line.next({ maxRunningPerUser: 1 }))?.id).toBe('e1');
        });
      }));

    test('tells someone who has not joined yet how many would be ahead', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          for (const id of ['a1', 'a2']) await wait(transaction, sampleGeneration({ id, personId: 'a' }));
          await wait(transaction, sampleGeneration({ id: 'b1', personId: 'b' }));
          const newcomer = sampleGeneration({ id: 'c1', personId: 'c', state: 'accepted' });
          expect(await transaction.line.ahead(newcomer)).toBe(2);
          await transaction.generations.insert(newcomer);
          expect(await transaction.line.ahead(newcomer)).toBe(2);
          const another = sampleGeneration({ id: 'a3', personId: 'a', state: 'accepted' });
          expect(await transaction.line.ahead(another)).toBe(3);
        });
      }));

    test('tells whoever waits for a draft as well the same place before the two wait as after', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          for (const person of ['a', 'b']) {
            for (const number of [1, 2]) {
              await wait(transaction, sampleGeneration({ id: `${person}${number}`, personId: person }));
            }
          }
          const draft = sampleGeneration({ id: 'c0', personId: 'c', draftOf: 'c1', state: 'accepted' });
          const picture = sampleGeneration({ id: 'c1', personId: 'c', wish: drafted, state: 'accepted' });
          for (const generation of [draft, picture]) await transaction.generations.insert(generation);
          // While the draft has its turn, both others have their second one.
          expect(await transaction.line.ahead(picture)).toBe(4);
          for (const generation of [draft, picture]) {
            await transaction.generations.save({ ...generation, state: 'waiting' });
          }
          await transaction.line.join('c');
          expect(await transaction.line.ahead(picture)).toBe(4);
          const order = (await transaction.line.upcoming(9)).map(({ id }) => id);
          expect(order).toEqual(['a1', 'b1', 'c0', 'a2', 'b2', 'c1']);
        });
      }));

    test('gives two accounts that become one the later of their places, and one person their slots', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          for (const person of ['a', 'b', 'c', 'd']) {
            for (const number of [1, 2]) {
              await wait(transaction, sampleGeneration({ id: `${person}${number}`, personId: person }));
            }
          }
          const running = await claim(transaction, 2);
          expect(running?.id).toBe('a1');
          const order = async () => (await transaction.line.upcoming(9)).map(({ id }) => id);
          expect(await order()).toEqual(['b1', 'c1', 'd1', 'a2', 'b2', 'c2', 'd2']);
          for (let repeated = 0; repeated < 2; repeated += 1) {
            await transaction.line.transfer({ personId: 'b', from: 'b', to: 'd' });
            await transaction.line.transfer({ personId: 'a', from: 'a', to: 'd' });
            expect(await order()).toEqual(['c1', 'a2', 'c2', 'b1', 'b2', 'd1', 'd2']);
          }
          expect(await transaction.generations.load('d')).toEqual({ running: 1, queued: 5 });
          expect(await transaction.generations.load('a')).toEqual({ running: 0, queued: 0 });
          expect((await transaction.line.next({ maxRunningPerUser: 1 }))?.id).toBe('c1');
          expect(await claim(transaction, 1)).toMatchObject({ id: 'c1', accountId: 'c' });
          expect(await transaction.line.next({ maxRunningPerUser: 1 })).toBeUndefined();
          // Whoever had read it before still sees the old account.
          if (running !== undefined) await transaction.generations.save({ ...running, state: 'made' });
          expect(await transaction.generations.find('a1')).toMatchObject({ accountId: 'd' });
        });
      }));

    test('lets a person who leaves an account begin at the end, and the other keep the place', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async (transaction) => {
          const shared = [
            sampleGeneration({ id: 'a1', personId: 'a', accountId: 'a' }),
            sampleGeneration({ id: 'b1', personId: 'b', accountId: 'a' }),
          ];
          for (const generation of shared) await wait(transaction, generation);
          await wait(transaction, sampleGeneration({ id: 'c1', personId: 'c' }));
          await transaction.line.transfer({ personId: 'b', from: 'a', to: 'b' });
          const upcoming = await transaction.line.upcoming(9);
          expect(upcoming.map(({ id }) => id)).toEqual(['a1', 'c1', 'b1']);
          expect(await transaction.generations.load('a')).toEqual({ running: 0, queued: 1 });
          await transaction.line.transfer({ personId: 'nobody', from: 'nobody', to: 'a' });
          expect((await transaction.line.upcoming(9)).map(({ id }) => id)).toEqual(['a1', 'c1', 'b1']);
        });
      }));

    test('does as the model does, whatever happens', { timeout: 120_000 }, () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 30 }), (steps) =>
            tryOut(storage, async (transaction) => {
              const model = new LineModel();
              for (const [index, step] of steps.entries()) {
                await take(transaction, model, { ...step, id: `g${index}` });
                await compare(transaction, model);
              }
            }),
          ),
          { numRuns: 60 },
        );
      }),
    );
  });
}

const anyStep = fc.record({
  kind: fc.constantFrom('wait', 'wait', 'wait-drafted', 'claim', 'claim', 'finish', 'withdraw'),
  person: fc.constantFrom(...people),
  pick: fc.nat(5),
});

interface Step {
  readonly id: string;
  readonly kind: 'wait' | 'wait-drafted' | 'claim' | 'finish' | 'withdraw';
  readonly person: string;
  readonly pick: number;
}

async function take(transaction: StorageTransaction, model: LineModel, step: Step): Promise<void> {
  const { id, kind, person, pick } = step;
  if (kind === 'wait') {
    await wait(transaction, sampleGeneration({ id, personId: person }));
    model.wait(person, id);
  } else if (kind === 'wait-drafted') {
    const draftId = `${id}-draft`;
    await wait(transaction, sampleGeneration({ id: draftId, personId: person, draftOf: id }));
    await wait(transaction, sampleGeneration({ id, personId: person, wish: drafted }));
    model.waitDrafted(person, { draftId, id });
  } else if (kind === 'claim') {
    const claimed = await claim(transaction, maxRunningPerUser);
    if (claimed !== undefined) model.start(claimed.personId, claimed.id);
  } else if (kind === 'finish') {
    const running = chosen(model.runningOf(person), pick);
    if (running === undefined) return;
    await free(transaction, running);
    model.finish(person, running);
  } else {
    const waiting = chosen(model.waitingOf(person), pick);
    if (waiting === undefined) return;
    await transaction.generations.save({ ...(await get(transaction, waiting)), state: 'cancelled' });
    await transaction.line.withdrew(person);
    model.withdraw(person, waiting);
  }
}

async function compare(transaction: StorageTransaction, model: LineModel): Promise<void> {
  for (const limit of [1, maxRunningPerUser, 99]) {
    const next = await transaction.line.next({ maxRunningPerUser: limit });
    expect(next?.id, `next with at most ${limit} running`).toBe(model.next(limit));
  }
  const upcoming = (await transaction.line.upcoming(99)).map(({ id }) => id);
  expect(upcoming.map((id) => model.place(id))).toEqual(upcoming.map((_, ahead) => ahead));
  expect(upcoming).toHaveLength(people.flatMap((person) => model.waitingOf(person)).length);
  for (let limit = 1; limit < upcoming.length; limit += 1) {
    const first = await transaction.line.upcoming(limit);
    expect(
      first.map(({ id }) => id),
      `the first ${limit}`,
    ).toEqual(upcoming.slice(0, limit));
  }
  for (const id of people.flatMap((person) => model.waitingOf(person))) {
    expect(await transaction.line.ahead(await get(transaction, id)), `ahead of ${id}`).toBe(model.ahead(id));
  }
}

async function wait({ generations, line }: StorageTransaction, generation: Generation): Promise<void> {
  await generations.insert(generation);
  await line.join(generation.accountId);
}

async function claim(
  { generations, line }: StorageTransaction,
  limit: number,
): Promise<Generation | undefined> {
  const next = await line.next({ maxRunningPerUser: limit });
  if (next === undefined) return undefined;
  await generations.save({ ...next, state: 'running', holdsSlot: true });
  await line.served(next.accountId);
  return next;
}

async function free(transaction: StorageTransaction, id: string): Promise<void> {
  const generation = await get(transaction, id);
  await transaction.generations.save({ ...generation, state: 'made', holdsSlot: false });
}

async function get({ generations }: StorageTransaction, id: string): Promise<Generation> {
  const generation = await generations.find(id);
  if (generation === undefined) throw new Error(`${id} is gone`);
  return generation;
}

function chosen(ids: readonly string[], pick: number): string | undefined {
  return ids[pick % Math.max(ids.length, 1)];
}
