import { describe, expect, test } from 'vitest';
import type { StoredPicture } from '../../../../src/core/pictures/picture-store.ts';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const generation = sampleGeneration();

const bare: StoredPicture = {
  key: 'a/result-0',
  generationId: generation.id,
  role: 'result',
  position: 0,
  mediaType: 'image/png',
  width: 1024,
  height: 768,
  byteLength: 3_000_000_000,
  seed: undefined,
  costMicros: undefined,
  vendorId: undefined,
};

export function describePictureRecords({ createHome }: StorageSubject): void {
  describe('picture records', () => {
    test('come back in the order of their position, each role for itself', () =>
      withStorage(createHome, async (storage) => {
        // Backends draw 63-bit seeds, which arrive rounded; even those must not change any further.
        const full = {
          ...bare,
          key: 'a/result-1',
          position: 1,
          seed: 2 ** 63,
          costMicros: 0,
          vendorId: 'ü🗼',
        };
        const last = { ...bare, key: 'a/result-10', position: 10, seed: 0 };
        const reference = { ...bare, key: 'a/reference-0', role: 'reference' as const };
        await storage.transaction(async ({ generations, pictures }) => {
          await generations.insert(generation);
          for (const picture of [last, reference, full, bare]) await pictures.add(picture);
        });
        await storage.transaction(async ({ pictures }) => {
          expect(await pictures.of(generation.id, 'result')).toStrictEqual([bare, full, last]);
          expect(await pictures.of(generation.id, 'reference')).toStrictEqual([reference]);
          expect(await pictures.of('another', 'result')).toEqual([]);
        });
      }));

    test('hold one picture in each place and none of an unknown generation', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(generation));
        const twice = storage.transaction(async ({ pictures }) => {
          await pictures.add(bare);
          await pictures.add({ ...bare, key: 'another' });
        });
        await expect(twice).rejects.toThrow();
        const stray = storage.transaction(({ pictures }) =>
          pictures.add({ ...bare, generationId: 'unknown' }),
        );
        await expect(stray).rejects.toThrow();
        const left = await storage.transaction(({ pictures }) => pictures.of(generation.id, 'result'));
        expect(left).toEqual([]);
      }));
  });
}
