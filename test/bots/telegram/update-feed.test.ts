import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LongPoll } from '../../../src/bots/telegram/long-poll.ts';
import { TelegramApi } from '../../../src/bots/telegram/telegram-api.ts';
import type { UpdateFeedOptions } from '../../../src/bots/telegram/update-feed.ts';
import { UpdateFeed } from '../../../src/bots/telegram/update-feed.ts';
import { UpdateInbox } from '../../../src/bots/telegram/update-inbox.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import type { FakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';
import { startFakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';
import { prepareBot, startBot } from './support/bot-under-test.ts';
import { RecordingLog } from './support/recording-log.ts';
import { roundTrips } from './support/round-trips.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;

let storage: Storage;
beforeEach(async () => {
  storage = await openSqliteStorage(':memory:');
});
afterEach(() => storage.close());

/** A feed whose updates the test handles itself. */
function feedFrom(
  telegram: FakeTelegram,
  {
    post = { hold: async () => true, leave: async () => {} },
    token = telegram.token,
    ...options
  }: Partial<UpdateFeedOptions> & { readonly token?: string },
) {
  const log = new RecordingLog();
  const api = new TelegramApi({ token, apiUrl: telegram.url });
  const inbox = new UpdateInbox({ storage, now: Date.now });
  const connections: string[] = [];
  const reasons: (string | undefined)[] = [];
  const feed = new UpdateFeed({
    source: new LongPoll({ api, inbox, post, log }),
    post,
    prepare: async () => {},
    handle: async () => {},
    stored: async () => {},
    onConnectionChange: ({ state, reason }) => {
      connections.push(state);
      reasons.push(reason);
    },
    log,
    firstRetryMs: 5,
    blockedRetryMs: 10,
    ...options,
  });
  return { feed, log, connections, reasons };
}

test('an update is confirmed only when everything fetched with it is handled', async () => {
  const telegram = await startFakeTelegram();
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const bob = telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  const sent = [alice.sendText('A1'), alice.sendText('A2'), bob.sendText('B1')];
  const gate = Promise.withResolvers<void>();
  const bobIsHandled = Promise.withResolvers<void>();
  const handled: string[] = [];
  const { feed } = feedFrom(telegram, {
    handle: async ({ message }: Update) => {
      if (message?.text === 'A1') await gate.promise;
      handled.push(message?.text ?? '');
      if (message?.text === 'B1') bobIsHandled.resolve();
    },
  });

  let hasStarted = false;
  const starting = feed.start().then(() => {
    hasStarted = true;
  });
  // Chats go side by side: Bob does not wait for Alice.
  await bobIsHandled.promise;
  expect(handled).toEqual(['B1']);
  await roundTrips(telegram);
  expect(telegram.callsTo('getUpdates')).toHaveLength(1);
  expect(telegram.isConfirmed(sent[2]?.update?.update_id ?? 0)).toBe(false);
  expect(hasStarted).toBe(false);

  gate.resolve();
  await starting;
  await telegram.waitForConfirmed(sent[2]?.update?.update_id ?? 0);
  // Within a chat the order stays.
  expect(handled).toEqual(['B1', 'A1', 'A2']);

  await feed.stop();
  await telegram.close();
});

test('a handler that fails holds up nobody', async () => {
  const telegram = await startFakeTelegram();
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const handled: (string | undefined)[] = [];
  const { feed, log } = feedFrom(telegram, {
    handle: async ({ message }) => {
      if (message?.text === 'bad') throw new Error('a bug');
      handled.push(message?.text);
    },
  });
  await feed.start();
  alice.sendText('bad');
  const { update } = alice.sendText('good');
  await telegram.waitForConfirmed(update?.update_id ?? 0);

  expect(handled).toEqual(['good']);
  expect(log.of('error')).toEqual(['an update could not be handled']);
  await feed.stop();
  await telegram.close();
});

test('stopping ends the long poll at once and confirms what was handled', async () => {
  const telegram = await startFakeTelegram();
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const handled = Promise.withResolvers<void>();
  const { feed, connections } = feedFrom(telegram, { handle: async () => handled.resolve() });
  await feed.start();
  await telegram.waitForPolling();
  const held = telegram.fail({ kind: 'hold', on: ({ parameters }) => parameters.timeout === 30 });
  const { update } = alice.sendText('hello');
  await handled.promise;
  await telegram.waitFor(() => held.met[0], 'the next long poll');

  await feed.stop();
  expect(telegram.isConfirmed(update?.update_id ?? 0)).toBe(true);
  expect(connections).toEqual(['connected', 'off']);
  await feed.stop();
  await telegram.close();
});

test.each([
  { name: 'a server error', fault: { kind: 'server-error' } as const },
  { name: 'a cut connection', fault: { kind: 'drop-before' } as const },
  { name: 'a page of a proxy', fault: { kind: 'html' } as const },
])('after $name the feed goes on, having said so once', async ({ fault }) => {
  const telegram = await startFakeTelegram();
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const handled = Promise.withResolvers<void>();
  const { feed, connections, log } = feedFrom(telegram, { handle: async () => handled.resolve() });
  await feed.start();
  await telegram.waitForPolling();
  telegram.fail({ ...fault, on: 'getUpdates', times: 3 });

  telegram.cutConnections();
  await telegram.waitFor(() => connections[2], 'the connection to be back');
  alice.sendText('hello');
  await handled.promise;

  expect(connections).toEqual(['connected', 'reconnecting', 'connected']);
  expect(log.of('warn')).toEqual(['lost the connection to Telegram']);
  await feed.stop();
  await telegram.close();
});

test('a second poller is named in the log, and the feed goes on when it has left', async () => {
  const telegram = await startFakeTelegram();
  const { feed, connections, log, reasons } = feedFrom(telegram, {});
  await feed.start();
  await telegram.waitForPolling();

  const intruder = new TelegramApi({ token: telegram.token, apiUrl: telegram.url });
  const leaving = new AbortController();
  const intrusion = intruder.getUpdates({ timeout: 20 }, { signal: leaving.signal }).catch(() => undefined);
  await telegram.waitFor(() => (log.of('error').length > 0 ? true : undefined), 'the log to name it');
  leaving.abort();
  await intrusion;
  await telegram.waitFor(() => connections[2], 'the connection to be back');

  expect(log.of('error')[0]).toContain('another process takes updates');
  expect(connections).toEqual(['connected', 'blocked', 'connected']);
  expect(reasons[1]).toContain('another process takes updates');
  await feed.stop();
  await telegram.close();
});

test.each([
  {
    name: 'an update arrives',
    happen: (telegram: FakeTelegram) => {
      telegram.person({ name: 'Bob', startedBot: true }).privateChat().sendText('for the other one');
    },
  },
  { name: 'its call breaks', happen: (telegram: FakeTelegram) => telegram.cutConnections() },
])(
  'a process that stood still until it had lost its post stands by, puts off nobody: $name',
  async ({ happen }) => {
    const telegram = await startFakeTelegram();
    const handled: (string | undefined)[] = [];
    let isHeld = true;
    const standsBy = Promise.withResolvers<void>();
    const { feed } = feedFrom(telegram, {
      post: { hold: async () => isHeld, leave: async () => {} },
      onConnectionChange: ({ state }) => state === 'standing-by' && standsBy.resolve(),
      handle: async ({ message }) => void handled.push(message?.text),
    });
    await feed.start();
    const { update } = telegram
      .person({ name: 'Alice', startedBot: true })
      .privateChat()
      .sendText('for this one');
    await telegram.waitForConfirmed(update?.update_id ?? 0);
    await telegram.waitForPolling();

    isHeld = false;
    const asked = telegram.callsTo('getUpdates').length;
    happen(telegram);
    await standsBy.promise;
    await feed.stop();
    expect(handled).toEqual(['for this one']);
    expect(telegram.callsTo('getUpdates')).toHaveLength(asked);
    await telegram.close();
  },
);

test('a token that Telegram never accepted ends the start, and is not tried again', async () => {
  const telegram = await startFakeTelegram();
  const { feed, connections, log } = feedFrom(telegram, { token: '7000000001:AAwrong' });
  await expect(feed.start()).rejects.toMatchObject({ failure: 'token-refused' });
  expect(connections).toEqual(['refused']);
  await feed.stop();
  expect(log.of('error')).toHaveLength(1);
  await telegram.close();
});

test('a token that is revoked later is named once, without being told, and the bot keeps trying', async () => {
  const telegram = await startFakeTelegram();
  const { feed, connections, log, reasons } = feedFrom(telegram, {});
  await feed.start();
  await telegram.waitForPolling();
  const revoked = telegram.fail({ kind: 'unauthorized', on: 'getUpdates', times: 3 });
  telegram.cutConnections();
  const blocks = () => connections.filter((state) => state !== 'reconnecting');
  await telegram.waitFor(() => blocks()[2], 'it to be back');

  expect(revoked.met).toHaveLength(3);
  expect(blocks()).toEqual(['connected', 'refused', 'connected']);
  expect(log.of('error')).toHaveLength(1);
  expect(log.of('error')[0]).toContain('does not accept TELEGRAM_TOKEN');
  expect(reasons.join()).toContain('does not accept TELEGRAM_TOKEN');
  expect(JSON.stringify([log.entries.map(({ fields }) => String(fields.error)), reasons])).not.toContain(
    telegram.token,
  );
  await feed.stop();
  await telegram.close();
});

test('a webhook that somebody set is taken away, and waiting updates are kept', async () => {
  await using under = await prepareBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const { update } = chat.sendText('/help');
  await fetch(`${telegram.url}/bot${telegram.token}/setWebhook?url=https://example.org/hook`);

  await under.bot.start();
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  await chat.waitForMessage(({ text }) => text?.includes('/imagine') === true, 'the help');
});

test('a webhook that is set while the bot runs is taken away again', async () => {
  await using under = await startBot({ bot: { blockedRetryMs: 7_777 } });
  const { clock, log, telegram } = under;
  await fetch(`${telegram.url}/bot${telegram.token}/setWebhook?url=https://example.org/hook`);
  await clock.waitedFor(7_777);
  expect(under.bot.isConnected).toBe(false);
  expect(log.of('error')).toHaveLength(1);
  clock.advance(7_777);
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/models');
  await chat.waitForMessage(({ text }) => text?.includes('Models') === true, 'the models');
  expect(under.bot.isConnected).toBe(true);
});

test('the bot starts while Telegram is out of reach, and connects when it is back', async () => {
  await using under = await prepareBot();
  const { clock, connections, telegram } = under;
  const outage = telegram.fail({ kind: 'server-error', on: 'getMe', times: 2 });
  const starting = under.bot.start();
  for (let failed = 1; failed <= 2; failed += 1) {
    await telegram.waitFor(() => (outage.met.length >= failed ? true : undefined), `failure ${failed}`);
    while (clock.remainingMs.length === 0) await new Promise(setImmediate);
    clock.advance(60_000);
  }
  await starting;
  expect(under.bot.isConnected).toBe(true);
  expect(connections).toEqual(['connecting', 'connected']);
});

test('an update that comes again changes nothing', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const { update } = chat.sendText('/imagine a lighthouse');
  await chat.waitForMessage(isPhoto, 'the picture');

  if (update !== undefined) telegram.redeliver(update);
  const help = chat.sendText('/help');
  await telegram.waitForConfirmed(help.update?.update_id ?? 0);
  await chat.waitForMessage(({ text }) => text?.includes('paint pictures') === true, 'the help');

  expect(model.prompts).toEqual(['a lighthouse']);
  expect(chat.botMessages().filter(isPhoto)).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('a process that ends between commit and confirmation leaves one generation, painted once', async () => {
  await using first = await startBot();
  const { telegram, storage } = first;
  first.model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const cut = telegram.fail({
    kind: 'server-error',
    on: ({ method, parameters }) => method === 'getUpdates' && Number(parameters.offset) > 0,
    times: 1_000,
  });
  const { update } = chat.sendText('/imagine a lighthouse');
  await chat.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the status');
  await first.stop();
  expect(telegram.isConfirmed(update?.update_id ?? 0)).toBe(false);
  cut.release();

  await using second = await startBot({ earlier: first });
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  await chat.waitForMessage(isPhoto, 'the picture');

  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
  expect(rows).toHaveLength(1);
  expect(chat.botMessages()).toHaveLength(1);
  expect(second.model.prompts).toEqual(['a lighthouse']);
});

test('commands of one chat are accepted in their order', async () => {
  await using under = await prepareBot({ limits: { maxRunningPerUser: 1, maxRunning: 1 } });
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  for (const number of [1, 2, 3, 4, 5]) chat.sendText(`/imagine fox number ${number}`);
  await under.core.start();
  await under.bot.start();

  await chat.waitFor(
    () => (chat.botMessages().filter(isPhoto).length === 5 ? true : undefined),
    'five pictures',
  );
  expect(model.prompts).toEqual([1, 2, 3, 4, 5].map((number) => `fox number ${number}`));
  expect(telegram.violations).toEqual([]);
});
