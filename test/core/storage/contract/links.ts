import { describe, expect, test } from 'vitest';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const link = { accountId: 'discord:1', joinedId: 'telegram:1', sharesUntilMs: undefined };
const code = { hash: 'h1', personId: 'discord:1', expiresAtMs: 1_000, usedById: undefined };

export function describeLinks({ createHome }: StorageSubject): void {
  describe('links', () => {
    test('are found from both sides, until they are removed', () =>
      withStorage(createHome, (storage) =>
        storage.transaction(async ({ links }) => {
          await links.put(link);
          await links.put({ ...link, accountId: 'discord:2', joinedId: 'telegram:2' });
          expect(await links.find('discord:1')).toStrictEqual(link);
          expect(await links.find('telegram:1')).toStrictEqual(link);
          expect(await links.find('telegram:3')).toBeUndefined();
          await links.put({ ...link, sharesUntilMs: 5 });
          expect(await links.find('telegram:1')).toStrictEqual({ ...link, sharesUntilMs: 5 });
          expect(await links.ended(4)).toEqual([]);
          expect(await links.ended(5)).toEqual(['discord:1']);
          await links.remove('discord:1');
          expect(await links.find('telegram:1')).toBeUndefined();
          expect(await links.find('telegram:2')).toMatchObject({ accountId: 'discord:2' });
        }),
      ));

    test('join nobody twice', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ links }) => links.put(link));
        const second = storage.transaction(({ links }) => links.put({ ...link, accountId: 'discord:2' }));
        await expect(second).rejects.toThrow();
        const found = await storage.transaction(({ links }) => links.find('discord:2'));
        expect(found).toBeUndefined();
      }));

    test('have codes, one for each person, until their time is over', () =>
      withStorage(createHome, (storage) =>
        storage.transaction(async ({ linkCodes }) => {
          await linkCodes.put(code);
          await linkCodes.put({ ...code, hash: 'h2', personId: 'discord:2', expiresAtMs: 3_000 });
          expect(await linkCodes.find('h1')).toStrictEqual(code);
          await linkCodes.use({ hash: 'h1', usedById: 'telegram:1' });
          expect(await linkCodes.find('h1')).toStrictEqual({ ...code, usedById: 'telegram:1' });
          await linkCodes.put({ ...code, hash: 'h3', expiresAtMs: 2_000 });
          expect(await linkCodes.find('h1')).toBeUndefined();
          expect(await linkCodes.find('h3')).toMatchObject({ usedById: undefined });
          await linkCodes.removeExpired(2_000);
          expect(await linkCodes.find('h3')).toBeUndefined();
          await linkCodes.remove('unknown');
          expect(await linkCodes.find('h2')).toBeDefined();
          await linkCodes.remove('h2');
          expect(await linkCodes.find('h2')).toBeUndefined();
        }),
      ));

    test('count wrong codes by person and in all', () =>
      withStorage(createHome, (storage) =>
        storage.transaction(async ({ linkTries }) => {
          for (const atMs of [1, 2, 2, 3]) await linkTries.add({ personId: 'discord:1', atMs });
          await linkTries.add({ personId: 'discord:2', atMs: 3 });
          expect(await linkTries.count({ personId: 'discord:1', afterMs: 1 })).toBe(3);
          expect(await linkTries.count({ personId: undefined, afterMs: 1 })).toBe(4);
          await linkTries.removeUntil(2);
          expect(await linkTries.count({ personId: undefined, afterMs: 0 })).toBe(2);
        }),
      ));
  });
}
