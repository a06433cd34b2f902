import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../../src/core/storage/storage.ts';
import type { StorageSubject } from './storage-home.ts';
import { tryOut, withStorage } from './with-storage.ts';

const days = ['2026-11-21', '2026-11-22', '2026-11-23'];
const persons = ['discord:1', 'telegram:1', 'telegram:2'];

export function describeLedger({ createHome, isLasting }: StorageSubject): void {
  describe('the ledger', () => {
    test('sums by day, by person and by everybody', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyEntry, { maxLength: 25 }), (entries) =>
            tryOut(storage, async ({ ledger }) => {
              for (const entry of entries) await ledger.append(entry);
              expect(await ledger.openReservations()).toBe(sum(entries, 'reservedMicros'));
              for (const day of [...days, '1999-01-01']) {
                for (const personId of [...persons, undefined, 'nobody:1']) {
                  const own = entries.filter(
                    (entry) => entry.day === day && (personId === undefined || entry.personId === personId),
                  );
                  expect(await ledger.usage({ day, personId })).toEqual({
                    reservedMicros: sum(own, 'reservedMicros'),
                    spentMicros: sum(own, 'spentMicros'),
                    chargedMicros: sum(own, 'chargedMicros'),
                    pictures: sum(own, 'pictures'),
                  });
                }
              }
            }),
          ),
          { numRuns: 40 },
        );
      }));

    test('sums what a person used from a day on', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyEntry, { maxLength: 25 }), (entries) =>
            tryOut(storage, async ({ ledger }) => {
              for (const entry of entries) await ledger.append(entry);
              for (const day of [...days, '1999-01-01', '2026-12-01']) {
                for (const personId of [...persons, 'nobody:1']) {
                  const own = entries.filter((entry) => entry.day >= day && entry.personId === personId);
                  expect(await ledger.usageSince({ day, personId })).toEqual({
                    reservedMicros: sum(own, 'reservedMicros'),
                    spentMicros: sum(own, 'spentMicros'),
                    chargedMicros: sum(own, 'chargedMicros'),
                    pictures: sum(own, 'pictures'),
                  });
                }
              }
            }),
          ),
          { numRuns: 20 },
        );
      }));

    if (isLasting)
      test('keeps every entry', () =>
        withStorage(createHome, async (storage, home) => {
          await storage.transaction(async ({ ledger }) => {
            await ledger.append(reserve);
            await ledger.append({ ...reserve, kind: 'settle', reservedMicros: -39_000, spentMicros: 27_300 });
          });
          const { kysely } = await home.connect();
          try {
            const kinds = await kysely.selectFrom('ledger').select('kind').orderBy('sequence').execute();
            expect(kinds.map(({ kind }) => kind)).toEqual(['reserve', 'settle']);
          } finally {
            await kysely.destroy();
          }
        }));

    test('refuses fractions of a micro-dollar', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ ledger }) => {
          await expect(ledger.append({ ...reserve, reservedMicros: 0.5 })).rejects.toThrow(RangeError);
          expect(await ledger.openReservations()).toBe(0);
        });
      }));
  });
}

const reserve: LedgerEntry = {
  generationId: 'a',
  personId: 'discord:1',
  kind: 'reserve',
  day: '2026-11-22',
  atMs: 1,
  reservedMicros: 39_000,
  spentMicros: 0,
  chargedMicros: 0,
  pictures: 0,
};

const anyAmount = fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 });

const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record({
  generationId: fc.uuid(),
  personId: fc.constantFrom(...persons),
  kind: fc.constantFrom('reserve', 'settle', 'release'),
  day: fc.constantFrom(...days),
  atMs: fc.maxSafeNat(),
  reservedMicros: anyAmount,
  spentMicros: anyAmount,
  chargedMicros: anyAmount,
  pictures: fc.nat({ max: 4 }),
});

type Amount = 'reservedMicros' | 'spentMicros' | 'chargedMicros' | 'pictures';

function sum(entries: readonly LedgerEntry[], amount: Amount): number {
  return entries.reduce((total, entry) => total + entry[amount], 0);
}
