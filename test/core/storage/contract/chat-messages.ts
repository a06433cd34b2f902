import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../../../src/core/chat-message.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const message = (key: string, words = 'a 🗼'): ChatMessage => ({
  key,
  personId: 'playground:ada',
  content: JSON.stringify({ words }),
  files: [`playground/${key}-0`],
  atMs: 1_800_000_000_000,
});

const keysOf = (messages: readonly ChatMessage[]) => messages.map(({ key }) => key);

async function putAll(storage: Storage, messages: readonly ChatMessage[]): Promise<void> {
  await storage.transaction(async ({ chatMessages }) => {
    for (const one of messages) await chatMessages.put(one);
  });
}

export function describeChatMessages({ createHome, isLasting }: StorageSubject): void {
  describe('chat messages', () => {
    test('stand in the order in which they came, the last ones asked for alone', () =>
      withStorage(createHome, async (storage) => {
        await putAll(
          storage,
          ['a', 'b', 'c'].map((key) => message(key)),
        );
        const [all, last] = await storage.transaction(async ({ chatMessages }) => [
          await chatMessages.newest(10),
          await chatMessages.newest(2),
        ]);
        expect(all).toMatchObject([message('a'), message('b'), message('c')]);
        expect(keysOf(last)).toEqual(['b', 'c']);
      }));

    test('change in their place, and every change can be told from the one before', () =>
      withStorage(createHome, async (storage) => {
        await putAll(storage, [message('a'), message('b')]);
        const changed = await storage.transaction(({ chatMessages }) =>
          chatMessages.put({ ...message('a', 'later'), files: [], atMs: 1 }),
        );
        expect(changed).toMatchObject({ ...message('a', 'later'), files: [] });
        const [a, b] = await storage.transaction(({ chatMessages }) => chatMessages.newest(10));
        expect(a).toStrictEqual(changed);
        expect(a?.sequence).toBeLessThan(b?.sequence ?? 0);
        expect(a?.revision).toBeGreaterThan(b?.revision ?? Number.POSITIVE_INFINITY);
        const found = await storage.transaction(async ({ chatMessages }) => [
          await chatMessages.find('a'),
          await chatMessages.find('c'),
        ]);
        expect(found).toStrictEqual([changed, undefined]);
      }));

    test('can be told apart without being read', () =>
      withStorage(createHome, async (storage) => {
        await putAll(storage, [message('a'), message('b'), message('c'), message('b', 'later')]);
        const [all, kept, last] = await storage.transaction(async ({ chatMessages }) => [
          await chatMessages.newest(10),
          await chatMessages.states(10),
          await chatMessages.states(2),
        ]);
        expect(kept).toStrictEqual(all.map(({ key, revision }) => ({ key, revision })));
        expect(last).toStrictEqual(kept.slice(1));
      }));

    test('are forgotten from the oldest on, and say what they leave behind', () =>
      withStorage(createHome, async (storage) => {
        await putAll(
          storage,
          ['a', 'b', 'c'].map((key) => message(key)),
        );
        await storage.transaction(async ({ chatMessages }) => {
          expect(await chatMessages.keepNewest(3)).toEqual([]);
          const forgotten = await chatMessages.keepNewest(1);
          expect(keysOf(forgotten).toSorted()).toEqual(['a', 'b']);
          expect(forgotten.flatMap(({ files }) => files).toSorted()).toEqual([
            'playground/a-0',
            'playground/b-0',
          ]);
          await chatMessages.put(message('d'));
          expect(keysOf(await chatMessages.newest(10))).toEqual(['c', 'd']);
        });
      }));

    if (!isLasting) return;
    test('outlive the process', () =>
      withStorage(createHome, async (storage, home) => {
        await putAll(storage, [message('a')]);
        await storage.close();
        const second = await home.open();
        const found = await second.transaction(({ chatMessages }) => chatMessages.newest(1));
        await second.close();
        expect(found).toMatchObject([message('a')]);
      }));
  });
}
