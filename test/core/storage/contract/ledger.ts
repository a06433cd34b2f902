import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../../src/core/ledger-entry.ts';
import type { Balance } from '../../../../src/core/limits/balance.ts';
import type { BudgetSubject } from '../../../../src/core/limits/budget-subject.ts';
import type { Usage } from '../../../../src/core/usage.ts';
import type { StorageSubject } from './storage-home.ts';
import { tryOut, withStorage } from './with-storage.ts';

const days = ['2026-11-21', '2026-11-22', '2026-12-01'];
const months = ['2026-11', '2026-12'];
const persons = ['discord:1', 'telegram:1', 'telegram:2'];
const places = ['discord:2', 'telegram:1'];
const subjects: readonly BudgetSubject[] = [
  'bot',
  'person:discord:1',
  'person:telegram:2',
  'place:discord:2',
  'place:telegram:1',
  'person:nobody:1',
];

export function describeLedger({ createHome, isLasting }: StorageSubject): void {
  describe('the ledger', () => {
    test('sums by day, by person and by everybody', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyEntry, { maxLength: 25 }), (entries) =>
            tryOut(storage, async ({ ledger }) => {
              for (const entry of entries) await ledger.append(entry);
              expect(await ledger.openReservations()).toBe(sumsOf(entries).reservedMicros);
              for (const day of [...days, '1999-01-01']) {
                for (const personId of [...persons, undefined, 'nobody:1']) {
                  const own = entries.filter(
                    (entry) => entry.day === day && (personId === undefined || entry.personId === personId),
                  );
                  expect(await ledger.usage({ day, personId })).toEqual(sumsOf(own));
                }
              }
            }),
          ),
          { numRuns: 40 },
        );
      }));

    test('sums by subject, in days and in months', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyEntry, { maxLength: 25 }),
            fc.subarray([...subjects], { minLength: 1 }),
            fc.subarray([...days, ...months], { minLength: 1 }),
            (entries, asked, periods) =>
              tryOut(storage, async ({ ledger }) => {
                for (const entry of entries) await ledger.append(entry);
                const found = await ledger.balances({ subjects: asked, periods });
                expect(sorted(found)).toEqual(sorted(expectedBalances(entries, asked, periods)));
              }),
          ),
          { numRuns: 40 },
        );
      }));

    test('sums the pictures of one generation', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyEntry, { maxLength: 25 }), (entries) =>
            tryOut(storage, async ({ ledger }) => {
              for (const entry of entries) await ledger.append(entry);
              for (const id of [...entries.map(({ generationId }) => generationId), 'nothing']) {
                const own = entries.filter(({ generationId }) => generationId === id);
                expect(await ledger.picturesOf(id)).toBe(sumsOf(own).pictures);
              }
            }),
          ),
          { numRuns: 20 },
        );
      }));

    test('sums by subject from a day on, and from its month on', () =>
      withStorage(createHome, async (storage) => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyEntry, { maxLength: 25 }),
            fc.constantFrom(...days, '2026-11-30', '2027-01-01'),
            (entries, day) =>
              tryOut(storage, async ({ ledger }) => {
                for (const entry of entries) await ledger.append(entry);
                const found = await ledger.balancesSince({ subjects, day });
                const periods = [
                  ...days.filter((one) => one >= day),
                  ...months.filter((month) => month >= day.slice(0, 7)),
                ];
                expect(sorted(found)).toEqual(sorted(expectedBalances(entries, subjects, periods)));
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
  placeId: 'discord:2',
  kind: 'reserve',
  day: '2026-11-22',
  atMs: 1,
  reservedMicros: 39_000,
  reservedPictures: 1,
  spentMicros: 0,
  chargedMicros: 0,
  pictures: 0,
};

const anyAmount = fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 });

const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record({
  generationId: fc.constantFrom('g:1', 'g:2', 'g:3'),
  personId: fc.constantFrom(...persons),
  placeId: fc.constantFrom(...places),
  kind: fc.constantFrom('reserve', 'settle', 'release'),
  day: fc.constantFrom(...days),
  atMs: fc.maxSafeNat(),
  reservedMicros: anyAmount,
  reservedPictures: fc.integer({ min: -4, max: 4 }),
  spentMicros: anyAmount,
  chargedMicros: anyAmount,
  pictures: fc.integer({ min: -1, max: 4 }),
});

function expectedBalances(
  entries: readonly LedgerEntry[],
  subjects: readonly BudgetSubject[],
  periods: readonly string[],
): readonly Balance[] {
  return subjects.flatMap((subject) =>
    periods.flatMap((period) => {
      const own = entries.filter(
        ({ day, personId, placeId }) =>
          day.startsWith(period) && ['bot', `person:${personId}`, `place:${placeId}`].includes(subject),
      );
      return own.length === 0 ? [] : [{ subject, period, ...sumsOf(own) }];
    }),
  );
}

function sorted(balances: readonly Balance[]): readonly Balance[] {
  const keyOf = ({ period, subject }: Balance) => `${subject} ${period}`;
  return balances.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function sumsOf(entries: readonly LedgerEntry[]): Usage {
  const sum = (amount: keyof Usage) => entries.reduce((total, entry) => total + entry[amount], 0);
  return {
    reservedMicros: sum('reservedMicros'),
    reservedPictures: sum('reservedPictures'),
    spentMicros: sum('spentMicros'),
    chargedMicros: sum('chargedMicros'),
    pictures: sum('pictures'),
  };
}
