import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DuplicateSource } from '../../../../src/core/storage/generation-store.ts';
import type { KyselyStorage } from '../../../../src/core/storage/kysely-storage.ts';
import type { StorageTransaction } from '../../../../src/core/storage/storage.ts';
import { TurnGivenUp } from '../../../../src/core/storage/storage.ts';
import { TransactionMisuse } from '../../../../src/core/storage/transaction-scope.ts';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const counter = sampleGeneration({ id: '00000000-0000-4000-8000-000000000000' });

export function describeTransactions({ createHome, isLasting }: StorageSubject): void {
  describe('transactions', () => {
    test('resolve with the result of their work', () =>
      withStorage(createHome, async (storage) => {
        expect(await storage.transaction(async () => 42)).toBe(42);
      }));

    test('reading finds what is committed, and changes nothing', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(counter));
        const found = await storage.read(({ generations }) => generations.find(counter.id));
        expect(found).toStrictEqual(counter);
        // One database refuses to write there, the other one forgets it.
        await Promise.allSettled([
          storage.read(({ generations }) => generations.insert(sampleGeneration())),
          storage.read(({ generations }) => generations.save({ ...counter, deliveryAttempts: 7 })),
        ]);
        const all = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
        expect(all).toEqual([counter]);
      }));

    test('reading is held to the rules of a transaction', () =>
      withStorage(createHome, async (storage) => {
        const within = storage.transaction(() => storage.read(async () => 1));
        await expect(within).rejects.toThrow(TransactionMisuse);
        const outlived = await storage.read(async (transaction) => transaction);
        await expect(outlived.generations.find(counter.id)).rejects.toThrow(TransactionMisuse);
        await storage.close();
        await expect(storage.read(async () => 1)).rejects.toThrow(TransactionMisuse);
      }));

    test('take everything back when the work rejects, and reject with the same error', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(counter));
        const fault = new Error('a fault of the work');
        const failing = storage.transaction(async ({ generations, line, ledger, pictures }) => {
          await generations.save({
            ...counter,
            deliveryAttempts: 7,
            address: { platform: 'x', isDurable: true },
          });
          await generations.insert(sampleGeneration());
          await line.join(counter.personId);
          await ledger.append({ ...entry, generationId: counter.id });
          await pictures.add(picture);
          throw fault;
        });
        await expect(failing).rejects.toBe(fault);
        await storage.transaction(async ({ generations, line, ledger, pictures }) => {
          expect(await generations.find(counter.id)).toStrictEqual(counter);
          expect(await generations.list({ limit: 10 })).toHaveLength(1);
          expect(await generations.load(undefined)).toEqual({ running: 0, queued: 1 });
          expect(await line.next({ maxRunningPerUser: 1 })).toBeUndefined();
          expect(await ledger.openReservations()).toBe(0);
          expect(await pictures.of(counter.id, 'result')).toEqual([]);
        });
      }));

    test('are given up before they begin when nobody waits for them any more, and not afterwards', () =>
      withStorage(createHome, async (storage) => {
        const begun = Promise.withResolvers<void>();
        const goesOn = Promise.withResolvers<void>();
        const patience = new AbortController();
        const { signal } = patience;
        const slow = storage.transaction(
          async ({ generations }) => {
            begun.resolve();
            await goesOn.promise;
            await generations.insert(counter);
          },
          { signal },
        );
        await begun.promise;
        const late = storage.transaction(({ line }) => line.join(counter.personId), { signal });
        const patient = storage.transaction(({ generations }) => generations.find(counter.id));
        patience.abort();
        await expect(late).rejects.toThrow(TurnGivenUp);
        await expect(storage.transaction(async () => 1, { signal })).rejects.toThrow(TurnGivenUp);
        goesOn.resolve();
        await slow;
        expect(await patient).toStrictEqual(counter);
      }));

    test('of a crowd, those that fail take none of the others along', () =>
      withStorage(createHome, async (storage) => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 60 }, (_, index) =>
            storage.transaction(async ({ generations }) => {
              const generation = sampleGeneration({ sourceKey: `crowd:${index % 50}` });
              await generations.insert(generation);
              if (index % 3 === 0) throw new Error(`work ${index} fails`);
              return generation.id;
            }),
          ),
        );
        const ids = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        const stored = await storage.transaction(({ generations }) => generations.list({ limit: 100 }));
        expect(stored.map(({ id }) => id)).toEqual(ids);
        // Keys 0 to 9 are asked for twice: where the first attempt failed, the second one finds them free.
        expect(ids).toHaveLength(37);
      }));

    test('roll back and stay usable after a statement that the database refuses', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(counter));
        const twin = { ...sampleGeneration(), id: counter.id };
        await expect(
          storage.transaction(async ({ generations }) => {
            await generations.insert(sampleGeneration());
            await generations.insert(twin);
          }),
        ).rejects.toThrow();
        const rest = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
        expect(rest.map(({ id }) => id)).toEqual([counter.id]);
      }));

    test('go on after a source that is known already', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ generations }) => {
          await generations.insert(counter);
          const repeated = sampleGeneration({ sourceKey: counter.sourceKey });
          await expect(generations.insert(repeated)).rejects.toThrow(DuplicateSource);
          expect(await generations.findBySource(counter.sourceKey)).toStrictEqual(counter);
          await generations.insert(sampleGeneration());
        });
        const all = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
        expect(all).toHaveLength(2);
      }));

    test('lose no update of 50 that read and then write at once', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(counter));
        await Promise.all(Array.from({ length: 50 }, () => countUp(storage)));
        expect(await countedUp(storage)).toBe(50);
      }));

    test('run in the order in which they were asked for', () =>
      withStorage(createHome, async (storage) => {
        const order: number[] = [];
        const turns = Array.from({ length: 10 }, (_, index) =>
          storage.transaction(async ({ generations }) => {
            await generations.load(undefined);
            order.push(index);
          }),
        );
        await Promise.all(turns);
        expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }));

    test('leave room for other work while many wait', () =>
      withStorage(createHome, async (storage) => {
        let finished = 0;
        const turns = Array.from({ length: 300 }, async () => {
          await storage.transaction(({ generations }) => generations.load(undefined));
          finished++;
        });
        const finishedAtFirstPause = new Promise<number>((resolve) => {
          setImmediate(() => setImmediate(() => resolve(finished)));
        });
        expect(await finishedAtFirstPause).toBeLessThan(300);
        await Promise.all(turns);
      }));

    test('refuse to be opened inside another instead of waiting for ever', () =>
      withStorage(createHome, async (storage) => {
        const nested = storage.transaction(() => storage.transaction(async () => 'never'));
        await expect(nested).rejects.toThrow(TransactionMisuse);
        expect(await storage.transaction(async () => 'usable')).toBe('usable');
      }));

    test('may be opened by what an earlier one started', () =>
      withStorage(createHome, async (storage) => {
        let resume = () => {};
        const over = new Promise<void>((resolve) => {
          resume = resolve;
        });
        const later = await storage.transaction(async () => ({
          result: over.then(() => storage.transaction(async () => 'fine')),
        }));
        resume();
        expect(await later.result).toBe('fine');
      }));

    test('fail loudly when a store is used after the end', () =>
      withStorage(createHome, async (storage) => {
        const kept = await storage.transaction(async (transaction) => transaction);
        const uses: (() => Promise<unknown>)[] = [
          () => kept.generations.insert(counter),
          () => kept.generations.find('a'),
          () => kept.line.join('a'),
          () => kept.ledger.openReservations(),
          () => kept.pictures.of('a', 'result'),
        ];
        for (const use of uses) await expect(use()).rejects.toThrow(TransactionMisuse);
        expect(await storage.transaction(({ generations }) => generations.find(counter.id))).toBeUndefined();
      }));

    test('take everything back when an operation was not awaited', () =>
      withStorage(createHome, async (storage) => {
        let forgotten: Promise<unknown> = Promise.resolve();
        const careless = storage.transaction(async ({ generations }) => {
          forgotten = Promise.allSettled([generations.insert(counter)]);
        });
        await expect(careless).rejects.toThrow(TransactionMisuse);
        await forgotten;
        expect(await storage.transaction(({ generations }) => generations.find(counter.id))).toBeUndefined();
      }));

    test('that were asked for finish before the storage closes; later ones are refused', () =>
      withStorage(createHome, async (storage) => {
        const asked = storage.transaction(async ({ generations }) => {
          await generations.insert(counter);
          return generations.find(counter.id);
        });
        const closed = Promise.all([storage.close(), storage.close()]);
        expect(await asked).toStrictEqual(counter);
        await closed;
        await expect(storage.transaction(async () => 1)).rejects.toThrow(TransactionMisuse);
      }));

    if (isLasting)
      test('of two processes lose no update', () =>
        withStorage(createHome, async (storage, home) => {
          await storage.transaction(({ generations }) => generations.insert(counter));
          const script = join(import.meta.dirname, 'count-up-process.ts');
          const other = spawn(process.execPath, [script, home.address, counter.id, '100'], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          const ended = once(other, 'exit');
          // Its storage is open: from here on both count at the same time.
          await once(other.stdout, 'data');
          await Promise.all(Array.from({ length: 100 }, () => countUp(storage)));
          expect(await ended).toEqual([0, null]);
          expect(await countedUp(storage)).toBe(200);
        }));
  });
}

function countUp(storage: KyselyStorage): Promise<void> {
  return storage.transaction(async ({ generations }) => {
    const generation = await found(generations);
    await generations.save({ ...generation, deliveryAttempts: generation.deliveryAttempts + 1 });
  });
}

async function countedUp(storage: KyselyStorage): Promise<number> {
  const generation = await storage.transaction(({ generations }) => found(generations));
  return generation.deliveryAttempts;
}

async function found(generations: StorageTransaction['generations']) {
  const generation = await generations.find(counter.id);
  if (generation === undefined) throw new Error('the counter is gone');
  return generation;
}

const entry = {
  personId: counter.personId,
  placeId: counter.placeId,
  kind: 'reserve',
  day: '2026-11-22',
  atMs: 1,
  reservedMicros: 5,
  reservedPictures: 1,
  spentMicros: 0,
  chargedMicros: 0,
  pictures: 0,
} as const;

const picture = {
  key: 'a/b.png',
  generationId: counter.id,
  role: 'result',
  position: 0,
  mediaType: 'image/png',
  width: 1,
  height: 1,
  byteLength: 1,
  seed: undefined,
  costMicros: undefined,
  vendorId: undefined,
} as const;
