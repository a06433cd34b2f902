import { describe, expect, test } from 'vitest';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const earlier = { key: 'telegram:update:9', request: '{"words":"Ёж 🦔 50%"}', sinceMs: 1_000 };
const later = { key: 'telegram:update:10', request: '{}', sinceMs: 2_000 };

export function describeUnansweredRequests({ createHome }: StorageSubject): void {
  describe('unanswered requests', () => {
    test('are listed in their order, each once, until they are answered', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ unanswered }) => {
          await unanswered.put(later);
          await unanswered.put(earlier);
          await unanswered.put({ ...earlier, request: '{"again":true}', sinceMs: 3_000 });
          expect(await unanswered.list()).toStrictEqual([earlier, later]);
          await unanswered.remove(earlier.key);
          await unanswered.remove(earlier.key);
          expect(await unanswered.list()).toStrictEqual([later]);
        });
      }));

    test('can be forgotten all at once', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ unanswered }) => {
          await unanswered.put(earlier);
          await unanswered.put(later);
          await unanswered.removeAll();
          expect(await unanswered.list()).toEqual([]);
        });
      }));
  });
}
