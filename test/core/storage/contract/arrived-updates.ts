import { describe, expect, test } from 'vitest';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const update = (number: number) => ({ number, content: `{"update_id":${number}}`, arrivedAtMs: number * 10 });

export function describeArrivedUpdates({ createHome }: StorageSubject): void {
  describe('arrived updates', () => {
    test('wait in the order of their numbers until they are handled', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ arrivedUpdates }) => {
          for (const number of [3, 1, 2]) expect(await arrivedUpdates.keep(update(number))).toBe(true);
        });
        await storage.transaction(async ({ arrivedUpdates }) => {
          expect(await arrivedUpdates.waiting(2)).toStrictEqual([update(1), update(2)]);
          await arrivedUpdates.handled([1, 3]);
          await arrivedUpdates.handled([]);
          expect(await arrivedUpdates.waiting(9)).toStrictEqual([update(2)]);
        });
      }));

    test('are kept once, however often they come, also when they are handled', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ arrivedUpdates }) => {
          await arrivedUpdates.keep(update(1));
          expect(await arrivedUpdates.keep(update(1))).toBe(false);
          await arrivedUpdates.handled([1]);
          expect(await arrivedUpdates.keep(update(1))).toBe(false);
          expect(await arrivedUpdates.waiting(9)).toEqual([]);
        });
      }));

    test('are forgotten after a while when they are handled, and only then', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ arrivedUpdates }) => {
          for (const number of [1, 2, 3]) await arrivedUpdates.keep(update(number));
          await arrivedUpdates.handled([1, 3]);
          await arrivedUpdates.removeHandled(20);
          expect(await arrivedUpdates.waiting(9)).toStrictEqual([update(2)]);
          expect(await arrivedUpdates.keep(update(1))).toBe(true);
          expect(await arrivedUpdates.keep(update(3))).toBe(false);
        });
      }));

    test('that wait can be dropped, and do not come again', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ arrivedUpdates }) => {
          await arrivedUpdates.keep(update(1));
          await arrivedUpdates.dropWaiting();
          expect(await arrivedUpdates.waiting(9)).toEqual([]);
          expect(await arrivedUpdates.keep(update(1))).toBe(false);
        });
      }));
  });
}
