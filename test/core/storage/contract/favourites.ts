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
  });
}
