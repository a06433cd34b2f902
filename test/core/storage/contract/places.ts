import { describe, expect, test } from 'vitest';
import type { Ban } from '../../../../src/core/rules/ban.ts';
import { reservation } from '../../../../src/core/settlement.ts';
import { placeTables } from '../../../../src/core/storage/place-tables.ts';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const from = 'telegram:-5';
const to = 'telegram:-1005';
const elsewhere = 'telegram:-55';

/** Columns by these names may say where something is, or hold words that do. */
const namesPlaces = /place|scope|subject|chat|channel|address|detail$|rules$/;

const ban: Ban = {
  scope: `place:${from}`,
  personId: 'telegram:1',
  byId: 'telegram:2',
  reason: 'spam',
  atMs: 1_000,
  untilMs: undefined,
};

const budget = (pictures: number) => ({ budget: { day: { pictures } }, grant: undefined });

export function describePlaces({ createHome, isLasting }: StorageSubject): void {
  describe('places', () => {
    test('are decided about for every table', () =>
      withStorage(createHome, async (_storage, home) => {
        if (!isLasting) return;
        const { kysely } = await home.connect();
        const all = await kysely.introspection.getTables();
        await kysely.destroy();
        const tables = all.filter(({ name }) => !name.startsWith('migrations'));
        expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(placeTables).sort());
        const undecided = tables.filter(({ columns, name }) => {
          const decided = Object.entries(placeTables).find(([table]) => table === name)?.[1];
          return decided?.names === 'nothing' && columns.some((column) => namesPlaces.test(column.name));
        });
        expect(undecided.map(({ name }) => name)).toEqual([]);
      }));

    test('go on under another id with all that is known of them, and nobody else’s follows', () =>
      withStorage(createHome, async (storage) => {
        const here = sampleGeneration({ placeId: from, state: 'waiting' });
        const there = sampleGeneration({ placeId: to, state: 'waiting' });
        const other = sampleGeneration({ placeId: elsewhere, state: 'waiting' });
        const periods = [here.budgetDay];
        await storage.transaction(async (transaction) => {
          for (const generation of [here, there, other]) {
            await transaction.generations.insert(generation);
            await transaction.ledger.append(reservation(generation));
            await transaction.missedAnswers.add(generation);
          }
          await transaction.reports.add({
            generationId: here.id,
            placeId: from,
            reason: 'words',
            reporterId: undefined,
            atMs: 1,
            verdict: undefined,
            decidedById: undefined,
            shownAt: undefined,
            attempts: 0,
            dueAtMs: 1,
          });
          await transaction.rules.putPlace(from, { mostPictures: 2, moderatorsChannel: from });
          await transaction.rules.putPlace(elsewhere, { moderatorsChannel: from });
          await transaction.rules.putBot({ allowed: [elsewhere, from], denied: [`${from}5`] });
          await transaction.bans.put(ban);
          await transaction.bans.put({ ...ban, personId: 'telegram:3', reason: 'older' });
          await transaction.bans.put({
            ...ban,
            personId: 'telegram:3',
            reason: 'newer',
            scope: `place:${to}`,
          });
          await transaction.bans.put({ ...ban, personId: 'telegram:4', reason: 'for good' });
          await transaction.bans.put({
            ...ban,
            personId: 'telegram:4',
            reason: 'for an hour',
            untilMs: 3_600_000,
            scope: `place:${to}`,
          });
          await transaction.allotments.put(`place:${from}`, budget(7));
          await transaction.audit.append({
            atMs: 1,
            byId: 'telegram:2',
            scope: `place:${from}`,
            deed: 'banned',
            subject: 'telegram:1',
            detail: {},
          });
        });
        // It is told of twice, by the old place and by the new one.
        for (const _time of ['once', 'again'])
          await storage.transaction(({ places }) => places.move({ from, to }));
        await storage.transaction(async (transaction) => {
          expect((await transaction.generations.find(here.id))?.placeId).toBe(to);
          expect((await transaction.generations.find(other.id))?.placeId).toBe(elsewhere);
          expect((await transaction.reports.find(here.id))?.placeId).toBe(to);
          expect(await transaction.rules.of(to)).toStrictEqual({
            bot: { allowed: [elsewhere, to], denied: [`${from}5`] },
            place: { mostPictures: 2, moderatorsChannel: to },
          });
          expect((await transaction.rules.of(from)).place).toStrictEqual({});
          expect((await transaction.rules.of(elsewhere)).place).toStrictEqual({ moderatorsChannel: to });
          const bans = await transaction.bans.list(`place:${to}`);
          expect(bans.map(({ reason }) => reason).sort()).toEqual(['for good', 'newer', 'spam']);
          expect(await transaction.bans.list(`place:${from}`)).toEqual([]);
          const audit = await transaction.audit.list({ scope: `place:${to}`, before: undefined, limit: 9 });
          expect(audit).toHaveLength(1);
          const subjects = [`place:${from}`, `place:${to}`, `place:${elsewhere}`] as const;
          expect((await transaction.allotments.of(subjects)).get(`place:${to}`)).toStrictEqual(budget(7));
          const balances = await transaction.ledger.balances({ subjects, periods });
          const reserved = new Map(balances.map(({ reservedMicros, subject }) => [subject, reservedMicros]));
          expect(reserved).toEqual(
            new Map([
              [`place:${to}`, here.reservedMicros + there.reservedMicros],
              [`place:${elsewhere}`, other.reservedMicros],
            ]),
          );
          const missed = await transaction.missedAnswers.list({ personId: here.personId, publicPlaceId: to });
          expect(missed).toContain(here.id);
        });
      }));
  });
}
