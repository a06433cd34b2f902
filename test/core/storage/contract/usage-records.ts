import { describe, expect, test } from 'vitest';
import type { Generation } from '../../../../src/core/generation.ts';
import { reservation, settlement } from '../../../../src/core/settlement.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const day = '2026-11-22';

export function describeUsageRecords({ createHome }: StorageSubject): void {
  describe('what was paid', () => {
    test('is found day by day and page by page, in its order', () =>
      withStorage(createHome, async (storage) => {
        await pay(storage, { personId: 'discord:7' }, 30_000);
        await pay(storage, { budgetDay: '2026-11-21' }, 10_000);
        await pay(storage, {}, 0);
        const { wish } = sampleGeneration();
        await pay(storage, { wish: { ...wish, model: 'bfl:5@1' } }, 20_000);
        await storage.transaction(async ({ usage }) => {
          const first = await usage.paidOn({ day, afterSequence: 0, limit: 1 });
          expect(first.requests).toStrictEqual([
            {
              personId: 'discord:7',
              placeId: 'discord:2',
              model: 'google:4@1',
              pictures: 2,
              spentMicros: 30_000,
              chargedMicros: 29_000,
            },
          ]);
          const second = await usage.paidOn({ day, afterSequence: first.lastSequence ?? 0, limit: 9 });
          expect(second.requests).toMatchObject([{ model: 'bfl:5@1', spentMicros: 20_000 }]);
          const after = { day, afterSequence: second.lastSequence ?? 0, limit: 9 };
          expect(await usage.paidOn(after)).toEqual({ requests: [], lastSequence: undefined });
          const yesterday = await usage.paidOn({ day: '2026-11-21', afterSequence: 0, limit: 9 });
          expect(yesterday.requests).toMatchObject([{ spentMicros: 10_000 }]);
        });
      }));
  });
}

async function pay(storage: Storage, changes: Partial<Generation>, spentMicros: number): Promise<void> {
  const generation = sampleGeneration(changes);
  const chargedMicros = Math.max(0, spentMicros - 1_000);
  await storage.transaction(async ({ generations, ledger }) => {
    await generations.insert(generation);
    await ledger.append(reservation(generation));
    await ledger.append(settlement(generation, { spentMicros, chargedMicros, pictures: 2 }, 5));
  });
}
