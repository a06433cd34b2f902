import { describe, expect, test } from 'vitest';
import type { Allotment } from '../../../../src/core/allotment.ts';
import { nothingAllotted } from '../../../../src/core/allotment.ts';
import { unlimited } from '../../../../src/core/limits/budget.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const everything: Allotment = {
  budget: { day: { micros: 1_000_000, pictures: 0 }, month: { micros: 0, pictures: 300 } },
  grant: { amount: { micros: 5_000_000, pictures: 7 }, sinceDay: '2026-11-22', untilMs: 99_000 },
};

export function describeAllotments({ createHome }: StorageSubject): void {
  describe('what was decided', () => {
    test('comes back as it was, for whom it was, and the last one holds', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ allotments }) => {
          const subjects = ['bot', 'person:discord:1', 'role:discord:1'] as const;
          expect(await allotments.of(subjects)).toStrictEqual(new Map());
          await allotments.put('bot', nothingAllotted);
          await allotments.put('person:discord:1', everything);
          await allotments.put('place:discord:1', { budget: unlimited, grant: undefined });
          expect(await allotments.of(subjects)).toStrictEqual(
            new Map<string, Allotment>([
              ['bot', nothingAllotted],
              ['person:discord:1', everything],
            ]),
          );
          expect((await allotments.of(['place:discord:1'])).get('place:discord:1')?.budget).toStrictEqual(
            unlimited,
          );
          const less: Allotment = { budget: { month: { pictures: 3 } }, grant: undefined };
          await allotments.put('person:discord:1', less);
          expect((await allotments.of(subjects)).get('person:discord:1')).toStrictEqual(less);
        });
      }));

    test('that no limit can be, is refused', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ allotments }) => {
          for (const micros of [-1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
            const broken = { budget: { day: { micros } }, grant: undefined };
            await expect(allotments.put('bot', broken)).rejects.toThrow(RangeError);
          }
          expect(await allotments.of(['bot'])).toStrictEqual(new Map());
        });
      }));
  });
}
