import { describe, expect, test } from 'vitest';
import type { SeenPicture } from '../../../../src/core/seen-picture.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const bare: SeenPicture = {
  placeId: 'telegram:-1002000000000',
  messageId: 7,
  albumId: undefined,
  personId: 'telegram:5500000000',
  source: { kind: 'kept', key: 'x/result-0' },
  byteLength: undefined,
  mediaType: undefined,
  seenAtMs: 1_799_000_000_000,
  expiresAtMs: 1_800_000_000_000,
};
const full: SeenPicture = {
  ...bare,
  messageId: 8,
  albumId: '13000000001',
  source: { kind: 'attachment', platform: 'telegram', handle: 'AgACü🗼' },
  byteLength: 3_000_000_000,
  mediaType: 'image/png',
};

export function describeSeenPictures({ createHome }: StorageSubject): void {
  describe('seen pictures', () => {
    test('come back as they were put, each under its place and message', () =>
      withStorage(createHome, async (storage) => {
        const elsewhere = { ...full, placeId: 'telegram:5500000000' };
        await storage.transaction(async ({ seenPictures }) => {
          for (const one of [bare, full, elsewhere]) await seenPictures.put(one);
        });
        await storage.transaction(async ({ seenPictures }) => {
          for (const one of [bare, full, elsewhere]) expect(await seenPictures.find(one)).toStrictEqual(one);
          expect(await seenPictures.find({ ...bare, messageId: 9 })).toBeUndefined();
        });
      }));

    test('are replaced by what the same message shows later', () =>
      withStorage(createHome, async (storage) => {
        const edited = { ...full, messageId: bare.messageId };
        await storage.transaction(({ seenPictures }) => seenPictures.put(bare));
        await storage.transaction(({ seenPictures }) => seenPictures.put(edited));
        const found = await storage.transaction(({ seenPictures }) => seenPictures.find(bare));
        expect(found).toStrictEqual(edited);
      }));

    test('of one album stand in the order of their messages, whatever came first', () =>
      withStorage(createHome, async (storage) => {
        const ids = [10, 9, 11, 100];
        const others = [bare, { ...full, albumId: 'b' }, { ...full, placeId: 'telegram:1' }];
        await storage.transaction(async ({ seenPictures }) => {
          for (const messageId of ids) await seenPictures.put({ ...full, messageId });
          for (const other of others) await seenPictures.put(other);
        });
        const album = { placeId: full.placeId, albumId: '13000000001' };
        const found = await storage.transaction(({ seenPictures }) => seenPictures.ofAlbum(album));
        expect(found).toStrictEqual([9, 10, 11, 100].map((messageId) => ({ ...full, messageId })));
      }));

    test('are found by what they show, in one place, in the order of their messages', () =>
      withStorage(createHome, async (storage) => {
        const kept = (key: string) => ({ kind: 'kept', key }) as const;
        const second = { ...bare, messageId: 3, source: kept('x/result-1') };
        const again = { ...bare, messageId: 30 };
        const others = [
          { ...bare, messageId: 4, source: kept('x/result-10') },
          { ...bare, placeId: 'telegram:1' },
          full,
        ];
        const found = await storage.transaction(async ({ seenPictures }) => {
          for (const one of [again, bare, second, ...others]) await seenPictures.put(one);
          const { placeId } = bare;
          expect(await seenPictures.showing({ placeId, keys: [] })).toEqual([]);
          return seenPictures.showing({ placeId, keys: ['x/result-0', 'x/result-1'] });
        });
        expect(found).toStrictEqual([second, bare, again]);
      }));

    test('are forgotten when their time has come, and not before', () =>
      withStorage(createHome, async (storage) => {
        const later = { ...full, expiresAtMs: bare.expiresAtMs + 1 };
        await storage.transaction(async ({ seenPictures }) => {
          for (const one of [bare, later]) await seenPictures.put(one);
          await seenPictures.removeExpired(bare.expiresAtMs - 1);
          expect(await seenPictures.find(bare)).toStrictEqual(bare);
          await seenPictures.removeExpired(bare.expiresAtMs);
          expect(await seenPictures.find(bare)).toBeUndefined();
          expect(await seenPictures.find(later)).toStrictEqual(later);
        });
      }));
  });
}
