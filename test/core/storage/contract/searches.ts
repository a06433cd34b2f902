import { describe, expect, test } from 'vitest';
import type { Search } from '../../../../src/core/search.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const search: Search = {
  key: 'a',
  personId: 'discord:7',
  words: 'Ёж \0 🦔 \ud800 50% "_"',
  expiresAtMs: 1_000,
};

export function describeSearches({ createHome }: StorageSubject): void {
  describe('searches', () => {
    test('come back as they were typed, and nobody takes over a key', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ searches }) => {
          await searches.put(search);
          expect(await searches.find('a')).toStrictEqual(search);
          expect(await searches.find('b')).toBeUndefined();
          await searches.put({ ...search, personId: 'discord:8', words: 'other' });
          expect(await searches.find('a')).toStrictEqual(search);
        });
      }));

    test('last until the latest moment that was asked for', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ searches }) => {
          for (const expiresAtMs of [1_000, 3_000, 2_000]) await searches.put({ ...search, expiresAtMs });
          await searches.removeExpired(2_999);
          expect(await searches.find('a')).toStrictEqual({ ...search, expiresAtMs: 3_000 });
          await searches.removeExpired(3_000);
          expect(await searches.find('a')).toBeUndefined();
        });
      }));
  });
}
