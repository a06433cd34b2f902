import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UpdateInbox } from '../../../src/bots/telegram/update-inbox.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

let storage: Storage;
const { signal } = new AbortController();

beforeEach(async () => {
  storage = await openSqliteStorage(':memory:');
});
afterEach(() => storage.close());

const idsOf = (updates: readonly Update[] | undefined) => updates?.map(({ update_id: id }) => id);

test('whoever waits is woken by what arrives', async () => {
  const inbox = new UpdateInbox({ storage, now: Date.now, lookAgainMs: 600_000 });
  expect(await inbox.next({ waits: false, signal })).toEqual([]);
  const next = inbox.next({ waits: true, signal });
  await inbox.take({ update_id: 5 });
  expect(idsOf(await next)).toEqual([5]);
});

test('what another process took in is found by looking again', async () => {
  const inbox = new UpdateInbox({ storage, now: Date.now, lookAgainMs: 1 });
  const next = inbox.next({ waits: true, signal });
  await new UpdateInbox({ storage, now: Date.now }).take({ update_id: 5 });
  expect(idsOf(await next)).toEqual([5]);
});

test('it comes again until it is handled, and never after that', async () => {
  const inbox = new UpdateInbox({ storage, now: Date.now });
  for (const id of [6, 5]) await inbox.take({ update_id: id });
  const updates = await inbox.next({ waits: true, signal });
  expect(idsOf(updates)).toEqual([5, 6]);
  expect(await inbox.next({ waits: true, signal })).toEqual(updates);
  await inbox.handled(updates ?? []);
  await inbox.take({ update_id: 5 });
  expect(await inbox.next({ waits: false, signal })).toEqual([]);
});

test('a wait ends when nobody wants it any more', async () => {
  const inbox = new UpdateInbox({ storage, now: Date.now, lookAgainMs: 600_000 });
  const ending = new AbortController();
  const next = inbox.next({ waits: true, signal: ending.signal });
  ending.abort();
  await expect(next).rejects.toMatchObject({ name: 'AbortError' });
});
