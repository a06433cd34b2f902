import { describe, expect, test } from 'vitest';
import { draftSourceKey } from '../../../../src/core/draft.ts';
import type { Report } from '../../../../src/core/moderation/report.ts';
import { newReport } from '../../../../src/core/moderation/report.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { storePainted } from './sample-pictures.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

function reportOn(
  { id: generationId }: { readonly id: string },
  atMs: number,
  reporterId = 'discord:1',
): Report {
  return newReport({ generationId, placeId: 'discord:5', reason: 'person', reporterId, atMs });
}

const add = (storage: Storage, report: Report) => storage.transaction(({ reports }) => reports.add(report));

export function describeReports({ createHome }: StorageSubject): void {
  describe('reports', () => {
    test('come back as they were, and the first about a result counts', () =>
      withStorage(createHome, async (storage) => {
        const painted = await storePainted(storage);
        const report = reportOn(painted, 1_000);
        expect(await add(storage, report)).toBe(true);
        expect(await add(storage, reportOn(painted, 2_000, 'discord:2'))).toBe(false);
        const find = () => storage.transaction(({ reports }) => reports.find(painted.id));
        expect(await find()).toStrictEqual(report);
        const decided: Report = {
          ...report,
          reason: 'words',
          reporterId: undefined,
          verdict: 'ban',
          decidedById: 'discord:9',
          shownAt: { platform: 'discord', isDurable: true, channelId: '7', messageId: '8' },
          attempts: 3,
          dueAtMs: undefined,
        };
        await storage.transaction(({ reports }) => reports.put(decided));
        expect(await find()).toStrictEqual(decided);
        const unknown = await storage.transaction(({ reports }) => reports.find('nothing'));
        expect(unknown).toBeUndefined();
      }));

    test('are counted by whoever made them, after a moment', () =>
      withStorage(createHome, async (storage) => {
        for (const atMs of [1_000, 2_000, 3_000]) {
          await add(storage, reportOn(await storePainted(storage), atMs));
        }
        await add(storage, reportOn(await storePainted(storage), 3_000, 'discord:2'));
        const count = (afterMs: number) =>
          storage.transaction(({ reports }) => reports.countBy({ reporterId: 'discord:1', afterMs }));
        expect(await count(0)).toBe(3);
        expect(await count(1_000)).toBe(2);
        expect(await count(3_000)).toBe(0);
      }));

    test('are due when their time has come and people can see what they are about, the oldest first', () =>
      withStorage(createHome, async (storage) => {
        const [first, second, later] = [
          await storePainted(storage),
          await storePainted(storage),
          await storePainted(storage),
        ];
        const waiting = sampleGeneration({ state: 'waiting' });
        await storage.transaction(({ generations }) => generations.insert(waiting));
        await add(storage, reportOn(second, 2_000));
        await add(storage, reportOn(first, 1_000));
        await add(storage, reportOn(later, 9_000));
        await add(storage, reportOn(waiting, 1_000));
        const done = await storePainted(storage);
        await add(storage, { ...reportOn(done, 1_000), dueAtMs: undefined });
        const due = (limit: number) =>
          storage.transaction(({ reports }) => reports.due({ nowMs: 2_000, limit }));
        expect((await due(10)).map(({ generationId }) => generationId)).toEqual([first.id, second.id]);
        const unseen = () => storage.transaction(({ reports }) => reports.unseen());
        expect(await unseen()).toBe(0);
        const shownAt = { platform: 'discord', isDurable: true };
        const [tried, seen] = [
          { ...reportOn(later, 9_000), attempts: 1 },
          { ...reportOn(first, 1_000), attempts: 1, shownAt },
        ];
        for (const one of [tried, seen]) await storage.transaction(({ reports }) => reports.put(one));
        expect(await unseen()).toBe(1);
        expect((await due(1)).map(({ generationId }) => generationId)).toEqual([first.id]);
      }));

    test('are due anew about what somebody asked for, where they are shown or on their way', () =>
      withStorage(createHome, async (storage) => {
        const shownAt = { platform: 'discord', isDurable: true };
        const asked = async (personId: string, change: Partial<Report>) => {
          const painted = await storePainted(storage, { personId });
          await add(storage, { ...reportOn(painted, 1_000), attempts: 2, dueAtMs: undefined, ...change });
          return painted.id;
        };
        const shown = await asked('discord:4', { shownAt });
        const onItsWay = await asked('telegram:4', { dueAtMs: 90_000 });
        const forNobody = await asked('discord:4', {});
        const ofOthers = await asked('discord:6', { shownAt });
        const people = ['discord:4', 'telegram:4'];
        await storage.transaction(({ reports }) => reports.outdateOf({ people, nowMs: 5_000 }));
        const found = (id: string) => storage.transaction(({ reports }) => reports.find(id));
        for (const id of [shown, onItsWay])
          expect(await found(id)).toMatchObject({ attempts: 0, dueAtMs: 5_000 });
        for (const id of [forNobody, ofOthers])
          expect(await found(id)).toMatchObject({ attempts: 2, dueAtMs: undefined });
      }));

    test('are due about what ended without pictures where people can see a draft of it, and while moderators see it', () =>
      withStorage(createHome, async (storage) => {
        const drafted = sampleGeneration({ state: 'failed' });
        const plain = sampleGeneration({ state: 'cancelled' });
        const shownBefore = sampleGeneration({ state: 'expired' });
        await storage.transaction(async ({ generations }) => {
          for (const one of [drafted, plain, shownBefore]) await generations.insert(one);
        });
        const draft = { draftOf: drafted.id, sourceKey: draftSourceKey(drafted.id) };
        await storePainted(storage, draft);
        for (const one of [drafted, plain]) await add(storage, reportOn(one, 1_000));
        const shownAt = { platform: 'discord', isDurable: true };
        await add(storage, { ...reportOn(shownBefore, 2_000), shownAt });
        const due = await storage.transaction(({ reports }) => reports.due({ nowMs: 2_000, limit: 10 }));
        expect(due.map(({ generationId }) => generationId)).toEqual([drafted.id, shownBefore.id]);
      }));

    test('are owed no more about what is over and left nothing to be seen, unless they are shown', () =>
      withStorage(createHome, async (storage) => {
        const [nothing, drafted, shown, later] = [
          sampleGeneration({ state: 'failed' }),
          sampleGeneration({ state: 'cancelled' }),
          sampleGeneration({ state: 'expired' }),
          sampleGeneration({ state: 'cancelled' }),
        ];
        const waiting = sampleGeneration({ state: 'waiting' });
        await storage.transaction(async ({ generations }) => {
          for (const one of [nothing, drafted, shown, later, waiting]) await generations.insert(one);
        });
        await storePainted(storage, { draftOf: drafted.id, sourceKey: draftSourceKey(drafted.id) });
        const painted = await storePainted(storage);
        for (const one of [nothing, drafted, waiting, painted]) await add(storage, reportOn(one, 1_000));
        const shownAt = { platform: 'discord', isDurable: true };
        await add(storage, { ...reportOn(shown, 1_000), shownAt });
        await add(storage, reportOn(later, 9_000));
        await storage.transaction(({ reports }) => reports.forgetUnseeable(2_000));
        const dueAt = async ({ id }: { readonly id: string }) =>
          (await storage.transaction(({ reports }) => reports.find(id)))?.dueAtMs;
        expect(await dueAt(nothing)).toBeUndefined();
        for (const one of [drafted, shown, waiting, painted]) expect(await dueAt(one)).toBe(1_000);
        expect(await dueAt(later)).toBe(9_000);
      }));
  });
}
