import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlaygroundChat } from '../../../src/bots/playground/playground-chat.ts';
import { PlaygroundCourier } from '../../../src/bots/playground/playground-courier.ts';
import { createWording } from '../../../src/commands/create-wording.ts';
import { toPlainText } from '../../../src/commands/join-text.ts';
import type { Generation } from '../../../src/core/generation.ts';
import type { Log } from '../../../src/core/log.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { sampleCatalog, sampleGeneration } from '../../commands/sample-generation.ts';

const ignore = () => {};
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const address = { platform: 'playground', isDurable: true, person: 'ada' };

let storage: Storage;
let chat: PlaygroundChat;
let courier: PlaygroundCourier;

beforeEach(async () => {
  storage = await openSqliteStorage(':memory:');
  chat = new PlaygroundChat({ storage, log, now: () => 1_800_000_000_000 });
  const wording = createWording({ catalog: sampleCatalog, isSandbox: false });
  courier = new PlaygroundCourier({ chat, wording, log });
});
afterEach(() => storage.close());

const waiting = sampleGeneration({ state: 'waiting', address });
const failed: Generation = {
  ...waiting,
  state: 'failed',
  failure: { code: 'internal', mayRetryHelp: true, wasCharged: false, reference: 'A1' },
};

async function shown() {
  return (await chat.read()).map(({ kind, text }) => ({ kind, words: toPlainText(text) }));
}

/** Progress is shown without being waited for; what is read afterwards comes after it. */
async function progress(ahead: number): Promise<void> {
  courier.progress({ generation: waiting, ahead });
  await chat.read();
}

test('a request has one message, which its progress and its answer change', async () => {
  expect(await courier.acknowledge({ generation: waiting, ahead: 3 })).toBe(waiting.address);
  expect(await shown()).toEqual([{ kind: 'status', words: expect.stringContaining('3 requests are ahead') }]);
  await progress(1);
  expect(await shown()).toEqual([{ kind: 'status', words: expect.stringContaining('1 request is ahead') }]);
  const outcome = { generation: failed, pictures: [], isOwed: async () => true };
  await courier.deliver(outcome);
  await courier.deliver(outcome);
  expect(await shown()).toEqual([{ kind: 'final', words: expect.stringContaining('not charged') }]);
});

test('progress that comes after the answer takes nothing away', async () => {
  await courier.deliver({ generation: failed, pictures: [], isOwed: async () => true });
  const answered = await shown();
  await progress(1);
  expect(await shown()).toEqual(answered);
});

test('while the database is out of order an answer stays owed', async () => {
  await storage.close();
  const delivering = courier.deliver({ generation: failed, pictures: [], isOwed: async () => true });
  await expect(delivering).rejects.toMatchObject({ name: 'DeliveryError', problem: 'temporary' });
});

test('what scrolls by is forgotten, and its files with it', async () => {
  const say = (index: number) =>
    chat.say({
      key: `asked:${index}`,
      files: [`playground/${index}-0`],
      message: {
        author: 'person',
        person: 'ada',
        isPrivate: false,
        kind: 'asked',
        text: [],
        pictures: [],
        buttons: [],
      },
    });
  for (let index = 0; index < 302; index += 1) await say(index);
  expect(await chat.read()).toHaveLength(300);
  const unneeded = await storage.transaction(({ retention }) => retention.unneededFiles(10));
  expect(unneeded.toSorted()).toEqual(['playground/0-0', 'playground/1-0']);
});

test('whoever follows the chat sees what others write, and nothing after they have left', async () => {
  await courier.acknowledge({ generation: waiting, ahead: 0 });
  const other = new PlaygroundChat({ storage, log, now: () => 1_800_000_000_000 });
  const seen: string[] = [];
  const answered = Promise.withResolvers<void>();
  const leave = other.follow((messages) => {
    seen.push(messages.map(({ kind }) => kind).join());
    if (messages.some(({ kind }) => kind === 'final')) answered.resolve();
  });
  await other.read();
  await courier.deliver({ generation: failed, pictures: [], isOwed: async () => true });
  await answered.promise;
  expect(seen).toEqual(['status', 'final']);
  leave();
  await other.sayUnless(() => false, { key: 'later', message: (await other.read())[0] ?? expect.fail() });
  expect(seen).toHaveLength(2);
});
