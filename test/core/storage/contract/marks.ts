import { describe, expect, test } from 'vitest';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const mark = { name: 'a-door', detail: 'locked', untilMs: 100 };

export function describeMarks({ createHome }: StorageSubject): void {
  describe('marks', () => {
    test('can be claimed by one alone until their time is over', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ marks }) => {
          expect(await marks.claim(mark, 50)).toBe(true);
          expect(await marks.claim({ ...mark, detail: 'other' }, 99)).toBe(false);
          expect(await marks.find('a-door', 99)).toStrictEqual(mark);
          expect(await marks.claim({ ...mark, detail: 'other', untilMs: 200 }, 100)).toBe(true);
          expect(await marks.find('a-door', 100)).toMatchObject({ detail: 'other' });
        });
      }));

    test('count until their time is over, or they are taken away', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ marks }) => {
          await marks.put(mark);
          await marks.put({ ...mark, detail: 'ajar' });
          expect(await marks.find('a-door', 99)).toMatchObject({ detail: 'ajar' });
          expect(await marks.find('a-door', 100)).toBeUndefined();
          expect(await marks.find('a-window', 0)).toBeUndefined();
          await marks.remove('a-door');
          expect(await marks.find('a-door', 0)).toBeUndefined();
        });
      }));

    test('are found by what their names begin with, to the letter', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ marks }) => {
          for (const name of ['a_door', 'a_door 1', 'a_door 2', 'A_door 3', 'a-door 4', 'the a_door'])
            await marks.put({ ...mark, name, untilMs: name === 'a_door 2' ? 50 : 100 });
          const found = await marks.list('a_door', 50);
          expect(found.map(({ name }) => name).toSorted()).toEqual(['a_door', 'a_door 1']);
          expect(await marks.list('a_door 1', 50)).toStrictEqual([{ ...mark, name: 'a_door 1' }]);
          expect(await marks.list('a_window', 50)).toEqual([]);
        });
      }));

    test('are forgotten when their time is over', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ marks }) => {
          await marks.put(mark);
          await marks.put({ ...mark, name: 'a-window', untilMs: 101 });
          await marks.removeExpired(100);
          expect(await marks.find('a-door', 0)).toBeUndefined();
          expect(await marks.find('a-window', 0)).toBeDefined();
        });
      }));
  });
}
