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
    test('are known until they are told, and in front of others only what was public there', () =>
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
          const inPublic = () => missedAnswers.list({ personId, publicPlaceId });
          const everywhere = () => missedAnswers.list({ personId, publicPlaceId: undefined });
          expect(await inPublic()).toEqual(['missed-1']);
          expect([...(await everywhere())].sort()).toEqual(['missed-1', 'missed-2', 'missed-3']);
          await missedAnswers.remove(['missed-1', 'missed-2']);
          await missedAnswers.remove(['missed-1', 'missed-4']);
          expect(await inPublic()).toEqual([]);
          expect(await everywhere()).toEqual(['missed-3']);
          expect(await missedAnswers.list({ personId: 'telegram:8', publicPlaceId: undefined })).toEqual([]);
        });
      }));
  });
}
