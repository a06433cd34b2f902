import { Api, Bot } from 'grammy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusalOf } from './refusal-of.ts';
import { type FakeTelegram, startFakeTelegram } from './start-fake-telegram.ts';

let telegram: FakeTelegram;
let api: Api;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  api = new Api(telegram.token, { apiRoot: telegram.url });
});

afterEach(async () => {
  await telegram.close();
});

test('updates come again until a higher offset confirms them', async () => {
  const alice = telegram.person({ name: 'Alice' }).privateChat();
  const ids = ['one', 'two', 'three'].map((text) => alice.sendText(text).update?.update_id ?? 0);
  const [first = 0, second = 0, third = 0] = ids;

  const receive = async (options: { offset?: number; limit?: number }) =>
    (await api.getUpdates(options)).map((update) => update.update_id);
  expect(await receive({})).toEqual(ids);
  expect(await receive({ offset: first })).toEqual(ids);
  expect(await receive({ limit: 2 })).toEqual([first, second]);
  expect(telegram.isConfirmed(first)).toBe(false);
  expect(await receive({ offset: second })).toEqual([second, third]);
  expect(telegram.isConfirmed(first)).toBe(true);
  expect(telegram.isConfirmed(second)).toBe(false);
  expect(await receive({ offset: -1 })).toEqual([third]);
  expect(await receive({ offset: third + 1 })).toEqual([]);
  await telegram.waitForConfirmed(third);
});

test('a call is held until there is something', async () => {
  const alice = telegram.person({ name: 'Alice' }).privateChat();
  const polling = api.getUpdates({ timeout: 30 });
  await telegram.waitForPolling();
  alice.sendText('hello');
  alice.sendText('again');
  expect((await polling).map((update) => update.message?.text)).toEqual(['hello', 'again']);
});

test('a call is held no longer than asked', async () => {
  expect(await api.getUpdates({ timeout: 1 })).toEqual([]);
  expect(telegram.calls.map((call) => call.method)).toEqual(['getUpdates']);
});

test('a second poller ends the first', async () => {
  const first = refusalOf(api.getUpdates({ timeout: 30 }));
  await telegram.waitForPolling();
  const second = api.getUpdates({ timeout: 30 });
  expect(await first).toBe(
    '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
  telegram.person({ name: 'Alice' }).privateChat().sendText('hello');
  expect((await second).map((update) => update.message?.text)).toEqual(['hello']);
});

test('polling and a webhook exclude each other', async () => {
  const polling = refusalOf(api.getUpdates({ timeout: 30 }));
  await telegram.waitForPolling();
  await api.setWebhook('https://example.org/hook');
  expect(await polling).toBe('409 Conflict: terminated by setWebhook request');
  expect(await refusalOf(api.getUpdates())).toBe(
    "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  await api.deleteWebhook();
  expect(await api.getUpdates()).toEqual([]);
});

test('the allowed kinds are remembered, and the default leaves some out', async () => {
  const alice = telegram.person({ name: 'Alice' }).privateChat();
  alice.start();
  const status = await api.sendMessage(alice.id, 'hi', {
    reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] },
  });
  await api.getUpdates({ offset: -1, allowed_updates: ['callback_query'] });
  await api.getUpdates();
  expect(alice.sendText('unseen').update).toBeUndefined();
  const [shown] = alice.botMessages();
  expect(shown?.message_id).toBe(status.message_id);
  expect(shown && alice.tap(shown, 'a').update?.callback_query?.data).toBe('b');

  await api.getUpdates({ allowed_updates: [] });
  expect(alice.sendText('seen').update).toBeDefined();
  const count = { chat: { id: alice.id, type: 'private' as const }, message_id: 1, date: 1, reactions: [] };
  expect(telegram.pushUpdate({ message_reaction_count: count })).toBeUndefined();
});

test('an update is sent once more on request, even when it is confirmed', async () => {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.url } });
  const seen: number[] = [];
  bot.on('message', (context) => context.reply(`${seen.push(context.update.update_id)}`));
  const running = bot.start();
  const alice = telegram.person({ name: 'Alice' }).privateChat();
  const { update } = alice.sendText('once');
  if (update === undefined) throw new Error('Expected an update');
  await telegram.waitForConfirmed(update.update_id);
  telegram.redeliver(update);
  await alice.waitForMessage((message) => message.text === '2', 'the answer to the repeated update');
  const { update: later } = alice.sendText('later');
  await alice.waitForMessage((message) => message.text === '3', 'the answer to the later update');
  expect(seen).toEqual([update.update_id, update.update_id, later?.update_id]);
  await bot.stop();
  await running;
});

test('a reset forgets everything but goes on counting', async () => {
  const first = telegram.person({ name: 'Alice' }).privateChat().sendText('before').update;
  telegram.reset();
  expect(await api.getUpdates()).toEqual([]);
  const again = telegram.person({ name: 'Alice' });
  const second = again.privateChat().sendText('after').update;
  expect(second?.update_id).toBeGreaterThan(first?.update_id ?? Number.POSITIVE_INFINITY);
  expect(again.id).not.toBe(first?.message?.from?.id);
});
