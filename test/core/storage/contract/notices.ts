import { describe, expect, test } from 'vitest';
import { noAddress } from '../../../../src/core/erasure.ts';
import type { Notice } from '../../../../src/core/rules/notice.ts';
import { heldBack } from '../../../../src/core/rules/notice.ts';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const notice: Notice = {
  announcement: 'A',
  address: { platform: 'discord', isDurable: false, token: 'abc' },
  language: 'ru',
  words: 'tonight \0 "we" move',
  attempts: 0,
  dueAtMs: heldBack,
};

export function describeNotices({ createHome }: StorageSubject): void {
  describe('notices', () => {
    test('are due once they are let go, the first one first, and come back as they were', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ notices }) => {
          await notices.add(notice);
          await notices.add({ ...notice, words: 'second' });
          await notices.add({ ...notice, announcement: 'B' });
          expect(await notices.nextDue(1_000)).toBeUndefined();
          expect(await notices.release({ announcement: 'A', dueAtMs: 500 })).toBe(2);
          expect(await notices.release({ announcement: 'A', dueAtMs: 900 })).toBe(0);
          expect(await notices.nextDue(499)).toBeUndefined();
          const first = await notices.nextDue(500);
          expect(first).toStrictEqual({ ...notice, number: 1, dueAtMs: 500 });
          await notices.postpone({ number: 1, dueAtMs: 700 });
          expect(await notices.nextDue(800)).toMatchObject({ number: 2, words: 'second' });
          await notices.remove(2);
          expect(await notices.nextDue(800)).toMatchObject({ number: 1, attempts: 1 });
          await notices.forgetHeldBack();
          expect(await notices.release({ announcement: 'B', dueAtMs: 500 })).toBe(0);
          expect(await notices.nextDue(800)).toMatchObject({ number: 1 });
        });
      }));

    test('go where something was asked for lately, by the newest public and private address of each place that is known', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ generations, notices }) => {
          const at = (placeId: string, acceptedAtMs: number, token: string, change = {}) =>
            generations.insert(
              sampleGeneration({
                placeId,
                acceptedAtMs,
                language: token,
                address: { platform: 'discord', isDurable: false, token },
                ...change,
              }),
            );
          const answer = (placeId: string, token: string, isPrivate = false) => {
            return {
              placeId,
              isPrivate,
              language: token,
              address: { platform: 'discord', isDurable: false, token },
            };
          };
          expect(await notices.audience({ sinceMs: 0, limit: 10 })).toEqual([]);
          await at('discord:1', 100, 'old');
          await at('discord:2', 1_000, 'two');
          await at('discord:1', 1_100, 'new');
          await at('discord:3', 999, 'too old');
          await at('discord:1', 1_200, 'hidden', { isPrivate: true });
          await at('discord:2', 1_300, 'erased', { address: noAddress });
          const audience = await notices.audience({ sinceMs: 1_000, limit: 10 });
          expect(audience).toStrictEqual([
            answer('discord:1', 'hidden', true),
            answer('discord:1', 'new'),
            answer('discord:2', 'two'),
          ]);
          expect(await notices.audience({ sinceMs: 1_000, limit: 1 })).toHaveLength(1);
        });
      }));
  });
}
