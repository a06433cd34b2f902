import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { samplePicture, storePainted } from './sample-pictures.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

function expendable(storage: Storage, endedByMs: number, limit = 10): Promise<readonly string[]> {
  return storage.transaction(({ retention }) => retention.expendable({ endedByMs, limit }));
}

export function describePictureRetention({ createHome }: StorageSubject): void {
  describe('picture retention', () => {
    test('gives up what ended first, and nothing that ended later', () =>
      withStorage(createHome, async (storage) => {
        const later = await storePainted(storage, { endedAtMs: 3_000 });
        const first = await storePainted(storage, { endedAtMs: 1_000 });
        const second = await storePainted(storage, { endedAtMs: 2_000 });
        expect(await expendable(storage, 999)).toEqual([]);
        expect(await expendable(storage, 2_000)).toEqual([first.id, second.id]);
        expect(await expendable(storage, 9_000, 2)).toEqual([first.id, second.id]);
        await storage.transaction(({ pictures }) => pictures.removeOf(first.id));
        expect(await expendable(storage, 9_000)).toEqual([second.id, later.id]);
      }));

    test('gives up nothing that is needed', () =>
      withStorage(createHome, async (storage) => {
        const favourite = await storePainted(storage);
        await storePainted(storage, { state: 'running', endedAtMs: undefined, holdsSlot: true });
        await storePainted(storage, { state: 'cancelled', holdsSlot: true });
        await storePainted(storage, { state: 'made', nextDeliveryAtMs: 1 });
        const waiting = sampleGeneration({ state: 'waiting' });
        await storage.transaction(async ({ favourites, generations, pictures }) => {
          await favourites.add({ personId: 'discord:9', generationId: favourite.id, starredAtMs: 1 });
          await generations.insert(waiting);
          await pictures.add(samplePicture(waiting, { role: 'reference' }));
        });
        expect(await expendable(storage, Number.MAX_SAFE_INTEGER)).toEqual([]);
      }));

    test.for([
      ['waits for its turn', { state: 'waiting' }, false],
      ['is painted', { state: 'running', holdsSlot: true }, false],
      ['is still to be answered', { state: 'failed', endedAtMs: 1_000, nextDeliveryAtMs: 5_000 }, false],
      ['still holds its slot', { state: 'cancelled', endedAtMs: 1_000, holdsSlot: true }, false],
      ['is over', { state: 'failed', endedAtMs: 1_000 }, true],
    ] as const)('asks of a draft how far what it is the draft of is: it %s', ([, drafted, isExpendable]) =>
      withStorage(createHome, async (storage) => {
        const picture = sampleGeneration(drafted);
        await storage.transaction(({ generations }) => generations.insert(picture));
        const draft = await storePainted(storage, { draftOf: picture.id, endedAtMs: 1_000 });
        expect(await expendable(storage, 9_000)).toEqual(isExpendable ? [draft.id] : []);
      }),
    );

    test('gives up references of what came to nothing', () =>
      withStorage(createHome, async (storage) => {
        const failed = sampleGeneration({ state: 'failed', endedAtMs: 1_000 });
        await storage.transaction(async ({ generations, pictures }) => {
          await generations.insert(failed);
          await pictures.add(samplePicture(failed, { role: 'reference' }));
        });
        expect(await expendable(storage, 1_000)).toEqual([failed.id]);
      }));

    test('knows what all pictures take up, and the files that are still to be removed', () =>
      withStorage(createHome, async (storage) => {
        const painted = await storePainted(storage);
        const more = samplePicture(painted, { role: 'reference', byteLength: 3_000_000_000 });
        await storage.transaction(async ({ pictures, retention }) => {
          expect(await retention.keptBytes()).toBe(1_000);
          await pictures.add(more);
          expect(await retention.keptBytes()).toBe(3_000_001_000);
          const removed = await pictures.removeOf(painted.id);
          expect(removed).toEqual(expect.arrayContaining([samplePicture(painted), more]));
          expect(await pictures.removeOf(painted.id)).toEqual([]);
          expect(await retention.keptBytes()).toBe(0);
        });
        await storage.transaction(async ({ retention }) => {
          const keys = [`${painted.id}/reference-0`, `${painted.id}/result-0`];
          expect([...(await retention.unneededFiles(10))].sort()).toEqual(keys);
          expect(await retention.unneededFiles(1)).toHaveLength(1);
          await retention.forgetFiles([]);
          await retention.forgetFiles(keys.slice(0, 1));
          expect(await retention.unneededFiles(10)).toEqual(keys.slice(1));
        });
      }));

    test('knows files that no picture ever named, once each', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ retention }) => {
          await retention.noteUnneeded([]);
          await retention.noteUnneeded(['a/reference-0', 'a/reference-1']);
          await retention.noteUnneeded(['a/reference-1']);
          const keys = await retention.unneededFiles(10);
          expect(keys.toSorted()).toEqual(['a/reference-0', 'a/reference-1']);
        });
      }));

    test('finds what was removed and keeps pictures all the same', () =>
      withStorage(createHome, async (storage) => {
        await storePainted(storage);
        const left = await storePainted(storage, { removedAtMs: 9 });
        await storePainted(storage, { removedAtMs: 9, state: 'cancelled', holdsSlot: true });
        const removed = () => storage.transaction(({ retention }) => retention.removed(10));
        expect(await removed()).toEqual([left.id]);
        await storage.transaction(({ pictures }) => pictures.removeOf(left.id));
        expect(await removed()).toEqual([]);
      }));
  });
}
