import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../../src/core/rules/audit-entry.ts';
import type { Ban } from '../../../../src/core/rules/ban.ts';
import type { BotRules, PlaceRules } from '../../../../src/core/rules/place-rules.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const botRules: BotRules = { allowed: ['discord:1'], denied: [], isPaused: true, models: ['google:4@1'] };
const placeRules: PlaceRules = {
  allowedChannels: ['telegram:-5/12'],
  deniedRoles: ['discord:9'],
  mostPictures: 2,
  privateOnly: true,
  spoilersAlways: false,
  language: 'ru',
};

const ban: Ban = {
  scope: 'place:discord:5',
  personId: 'discord:1',
  byId: 'discord:2',
  reason: 'spam \0 "and" more',
  atMs: 1_000,
  untilMs: 9_000,
};

function entry(changes: Partial<AuditEntry>): AuditEntry {
  const detail = { before: { mostPictures: 2 }, after: {} };
  return {
    atMs: 1,
    byId: 'shell',
    scope: 'bot',
    deed: 'rules-changed',
    subject: undefined,
    detail,
    ...changes,
  };
}

export function describeRules({ createHome }: StorageSubject): void {
  describe('rules', () => {
    test('come back as they were, of the place and of the whole bot, and the last ones hold', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ rules }) => {
          expect(await rules.of('discord:5')).toStrictEqual({ bot: {}, place: {} });
          await rules.putBot(botRules);
          await rules.putPlace('discord:5', placeRules);
          expect(await rules.of('discord:5')).toStrictEqual({ bot: botRules, place: placeRules });
          expect(await rules.of('discord:6')).toStrictEqual({ bot: botRules, place: {} });
          await rules.putPlace('discord:5', { privateOnly: false });
          await rules.putBot({});
          expect(await rules.of('discord:5')).toStrictEqual({ bot: {}, place: { privateOnly: false } });
        });
      }));

    test('are listed by place, but for places whose rules were taken back', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ rules }) => {
          await rules.putBot(botRules);
          for (const placeId of ['telegram:-5', 'discord:7', 'discord:5', 'discord:6']) {
            await rules.putPlace(placeId, { ...placeRules, mostPictures: 3 });
          }
          await rules.putPlace('discord:6', {});
          await rules.putPlace('discord:5', placeRules);
          const listed = await rules.ofPlaces(10);
          expect(listed.map(({ placeId }) => placeId)).toEqual(['discord:5', 'discord:7', 'telegram:-5']);
          expect(listed[0]?.rules).toStrictEqual(placeRules);
          expect(await rules.ofPlaces(1)).toStrictEqual(listed.slice(0, 1));
        });
      }));
  });

  describe('bans', () => {
    test('come back as they were, against whom and where they were put, and the last one holds', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ bans }) => {
          const everywhere: Ban = { ...ban, scope: 'bot', reason: '', atMs: 2_000, untilMs: undefined };
          await bans.put(ban);
          await bans.put(everywhere);
          const against = (personId: string, placeId: string) =>
            bans.against({ people: ['discord:7', personId], placeId });
          expect(new Set(await against('discord:1', 'discord:5'))).toStrictEqual(new Set([ban, everywhere]));
          expect(await against('discord:1', 'discord:6')).toStrictEqual([everywhere]);
          expect(await against('discord:2', 'discord:5')).toStrictEqual([]);
          expect(await bans.of(['discord:1', 'discord:2'])).toStrictEqual([everywhere, ban]);
          expect(await bans.of(['discord:2'])).toStrictEqual([]);
          const longer = { ...ban, untilMs: 99_000, byId: 'shell' };
          await bans.put(longer);
          expect(await bans.list('place:discord:5')).toStrictEqual([longer]);
          await bans.remove(everywhere);
          await bans.remove(everywhere);
          expect(await against('discord:1', 'discord:5')).toStrictEqual([longer]);
        });
      }));

    test('are listed from the newest on', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ bans }) => {
          for (const [personId, atMs] of [
            ['a:1', 1],
            ['a:2', 3],
            ['a:3', 2],
          ] as const) {
            await bans.put({ ...ban, personId, atMs });
          }
          const listed = await bans.list(ban.scope);
          expect(listed.map(({ personId }) => personId)).toEqual(['a:2', 'a:3', 'a:1']);
          expect(await bans.list('bot')).toEqual([]);
        });
      }));
  });

  describe('the audit log', () => {
    test('keeps what was done in its order, and gives it back a page at a time', () =>
      withStorage(createHome, async (storage) => {
        const inPlace = { scope: 'place:discord:5', deed: 'banned', subject: 'discord:1' } as const;
        const done = [entry({}), entry(inPlace), entry({ atMs: 0, deed: 'paused' }), entry(inPlace)];
        await storage.transaction(async ({ audit }) => {
          for (const one of done) await audit.append(one);
        });
        await storage.transaction(async ({ audit }) => {
          const all = await audit.list({ scope: undefined, before: undefined, limit: 10 });
          expect(all.map(({ number: _, ...one }) => one)).toStrictEqual(done.toReversed());
          const [newest, next] = await audit.list({ scope: undefined, before: undefined, limit: 2 });
          expect([newest, next]).toStrictEqual(all.slice(0, 2));
          const rest = await audit.list({ scope: undefined, before: next?.number, limit: 10 });
          expect(rest).toStrictEqual(all.slice(2));
          const here = await audit.list({ scope: 'place:discord:5', before: newest?.number, limit: 10 });
          expect(here).toStrictEqual([all[2]]);
        });
      }));
  });
}
