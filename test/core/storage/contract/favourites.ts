import { describe, expect, test } from 'vitest';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

export function describeFavourites({ createHome }: StorageSubject): void {
  describe('favourites', () => {
    test('belong to one person each, and starring twice is starring once', () =>
      withStorage(createHome, async (storage) => {
        const generation = sampleGeneration();
        const star = { personId: 'discord:7', generationId: generation.id };
        await storage.transaction(async ({ favourites, generations }) => {
          await generations.insert(generation);
          await favourites.add({ ...star, starredAtMs: 1 });
          await favourites.add({ ...star, starredAtMs: 2 });
          expect(await favourites.has(star)).toBe(true);
          expect(await favourites.has({ ...star, personId: 'discord:8' })).toBe(false);
          await favourites.remove(star);
          expect(await favourites.has(star)).toBe(false);
          await favourites.remove(star);
        });
      }));

    test('remember what a press came to, for as long as is asked', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ favourites }) => {
          await favourites.notePress({ sourceKey: 'a', isFavourite: true, pressedAtMs: 1_000 });
          await favourites.notePress({ sourceKey: 'b', isFavourite: false, pressedAtMs: 2_000 });
          const outcomes = async () => Promise.all(['a', 'b', 'c'].map((key) => favourites.outcomeOf(key)));
          expect(await outcomes()).toEqual([true, false, undefined]);
          await favourites.forgetPresses(1_000);
          expect(await outcomes()).toEqual([undefined, false, undefined]);
        });
      }));
  });
}
