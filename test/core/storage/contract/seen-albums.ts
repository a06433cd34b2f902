import { describe, expect, test } from 'vitest';
import type { SeenAlbum } from '../../../../src/core/seen-album.ts';
import { sampleAlbum as album } from './sample-album.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

export function describeSeenAlbums({ createHome, isLasting }: StorageSubject): void {
  describe('seen albums', () => {
    test('come back as they were put last, each in its place', () =>
      withStorage(createHome, async (storage) => {
        const elsewhere = { ...album, placeId: 'telegram:1', lead: '', holdsOthers: false };
        const begun: SeenAlbum = { ...album, state: 'begun', lead: '', expiresAtMs: 5 };
        await storage.transaction(async ({ seenAlbums }) => {
          for (const one of [album, elsewhere]) await seenAlbums.put(one);
          expect(await seenAlbums.find(album)).toStrictEqual(album);
          await seenAlbums.put(begun);
        });
        await storage.transaction(async ({ seenAlbums }) => {
          expect(await seenAlbums.find(album)).toStrictEqual(begun);
          expect(await seenAlbums.find(elsewhere)).toStrictEqual(elsewhere);
          expect(await seenAlbums.find({ ...album, albumId: '2' })).toBeUndefined();
        });
      }));

    test('are listed while more of them may come', () =>
      withStorage(createHome, async (storage) => {
        const states = ['begun', 'wordless', 'told'] as const;
        const open = await storage.transaction(async ({ seenAlbums }) => {
          await seenAlbums.put({ ...album, albumId: 'b' });
          await seenAlbums.put({ ...album, albumId: 'a' });
          for (const state of states) await seenAlbums.put({ ...album, albumId: state, state });
          return await seenAlbums.listOpen();
        });
        expect(open.map(({ albumId }) => albumId)).toEqual(['a', 'b']);
      }));

    test('that are open are forgotten together, and no others', () =>
      withStorage(createHome, async (storage) => {
        const begun: SeenAlbum = { ...album, albumId: 'begun', state: 'begun' };
        await storage.transaction(async ({ seenAlbums }) => {
          for (const one of [album, { ...album, placeId: 'telegram:1' }, begun]) await seenAlbums.put(one);
          await seenAlbums.removeOpen();
          expect(await seenAlbums.listOpen()).toEqual([]);
          expect(await seenAlbums.find(album)).toBeUndefined();
          expect(await seenAlbums.find(begun)).toStrictEqual(begun);
        });
      }));

    test('are forgotten when their time has come, and not before', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ seenAlbums }) => {
          await seenAlbums.put(album);
          await seenAlbums.removeExpired(album.expiresAtMs - 1);
          expect(await seenAlbums.find(album)).toStrictEqual(album);
          await seenAlbums.removeExpired(album.expiresAtMs);
          expect(await seenAlbums.find(album)).toBeUndefined();
        });
      }));

    if (!isLasting) return;
    test('outlive the process', () =>
      withStorage(createHome, async (storage, home) => {
        await storage.transaction(({ seenAlbums }) => seenAlbums.put(album));
        await storage.close();
        const second = await home.open();
        const open = await second.transaction(({ seenAlbums }) => seenAlbums.listOpen());
        await second.close();
        expect(open).toStrictEqual([album]);
      }));
  });
}
