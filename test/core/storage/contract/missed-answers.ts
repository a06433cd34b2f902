import { describe, expect, test } from 'vitest';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const personId = 'telegram:7';
const publicPlaceId = 'telegram:-9';

function sample(number: number, change: { placeId?: string; isPrivate?: boolean; personId?: string } = {}) {
  return sampleGeneration({
    id: `missed-${number}`,
    sourceKey: `missed:${number}`,
    personId,
    placeId: publicPlaceId,
    isPrivate: false,
    ...change,
  });
}

export function describeMissedAnswers({ createHome }: StorageSubject): void {
  describe('missed answers', () => {
    test('are counted once, and in front of others only what was public there', () =>
      withStorage(createHome, async (storage) => {
        const all = [
          sample(1),
          sample(2, { isPrivate: true }),
          sample(3, { placeId: 'telegram:-8' }),
          sample(4, { personId: 'telegram:8' }),
        ];
        await storage.transaction(async ({ generations, missedAnswers }) => {
          for (const generation of all) {
            await generations.insert(generation);
            await missedAnswers.add(generation);
            await missedAnswers.add(generation);
          }
        });
        await storage.transaction(async ({ missedAnswers }) => {
          expect(await missedAnswers.take({ personId, publicPlaceId })).toBe(1);
          expect(await missedAnswers.take({ personId, publicPlaceId })).toBe(0);
          expect(await missedAnswers.take({ personId, publicPlaceId: undefined })).toBe(2);
          expect(await missedAnswers.take({ personId, publicPlaceId: undefined })).toBe(0);
          expect(await missedAnswers.take({ personId: 'telegram:8', publicPlaceId: undefined })).toBe(1);
        });
      }));
  });
}
