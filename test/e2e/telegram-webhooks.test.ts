import { afterEach, beforeEach, expect, test } from 'vitest';
import { examine, expectFinding } from '../doctor/support/examine.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { startEasel } from './support/easel-under-test.ts';
import { webhookEnvironment } from './support/webhook-environment.ts';
import { createWorldOnPostgres } from './support/world-on-postgres.ts';

const patienceMs = 60_000;
const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;

let world: World;
let environment: Record<string, string>;
let running: EaselUnderTest[];

beforeEach(async () => {
  world = await createWorldOnPostgres();
  environment = { ...world.environment, ...webhookEnvironment, DISCORD_TOKEN: '' };
  running = [];
});
afterEach(async () => {
  for (const { app } of running) await app.stop();
  await world.close();
  expect(world.telegram.violations).toEqual([]);
  expect(world.runware.violations).toEqual([]);
});

async function start(changes: Readonly<Record<string, string>> = {}): Promise<EaselUnderTest> {
  const easel = await startEasel({ ...environment, ...changes });
  running.push(easel);
  world.telegram.proxyTo(() => running.map(({ app }) => app.statusUrl));
  return easel;
}

async function stop(easel: EaselUnderTest): Promise<void> {
  running = running.filter((one) => one !== easel);
  await easel.app.stop();
}

test('any process takes updates in, and each is answered once and in its order', async () => {
  await start();
  await start();
  const { telegram, runware } = world;
  const chats = Array.from({ length: 6 }, (_, index) =>
    telegram.person({ name: `Person ${index}`, startedBot: true }).privateChat(),
  );
  const sent = chats.flatMap((chat, index) =>
    ['red', 'blue'].map((colour) => chat.sendText(`/imagine a ${colour} boat for person:${index}`)),
  );
  await Promise.all(
    chats.map((chat) =>
      chat.waitFor(
        () => (chat.botMessages().filter(isPhoto).length === 2 ? true : undefined),
        'both boats',
        patienceMs,
      ),
    ),
  );
  const helps = chats.map((chat) => chat.sendText('/help'));
  for (const { update } of [...sent, ...helps]) if (update !== undefined) telegram.redeliver(update);
  for (const { update } of helps) await telegram.waitForConfirmed(update?.update_id ?? 0, patienceMs);
  const marks = chats.map((chat) => chat.sendText('/styles'));
  for (const { update } of marks) await telegram.waitForConfirmed(update?.update_id ?? 0, patienceMs);
  await Promise.all(
    chats.map((chat) =>
      chat.waitForMessage(({ text }) => /style/i.test(text ?? ''), 'the styles', patienceMs),
    ),
  );

  expect(runware.ledger.entries).toHaveLength(12);
  expect(runware.ledger.paidTwice).toEqual([]);
  for (const chat of chats) {
    const helped = chat.botMessages().filter(({ text }) => text?.includes('I paint pictures') === true);
    expect(helped).toHaveLength(1);
    expect(chat.botMessages().filter(isPhoto)).toHaveLength(2);
  }
  expect(telegram.callsTo('getUpdates')).toEqual([]);
  expect(telegram.callsTo('setWebhook')[0]?.parameters).toMatchObject({
    url: webhookEnvironment.TELEGRAM_WEBHOOK_URL,
    secret_token: webhookEnvironment.TELEGRAM_WEBHOOK_SECRET,
    allowed_updates: ['message', 'callback_query', 'inline_query', 'my_chat_member'],
  });
}, 120_000);

test('what nobody could take in comes again, and what was taken in survives its process and webhooks', async () => {
  const first = await start();
  const { telegram } = world;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  await stop(first);
  const { update } = chat.sendText('/help');
  await telegram.waitFor(() => telegram.webhookProblem, 'Telegram to fail');
  const standIn = await start({ ROLE: 'gateway' });
  await telegram.waitForConfirmed(update?.update_id ?? 0, patienceMs);
  await chat.waitForMessage(
    ({ text }) => text?.includes('I paint pictures') === true,
    'the help',
    patienceMs,
  );
  await stop(standIn);

  await start({ TELEGRAM_WEBHOOK_URL: '', TELEGRAM_WEBHOOK_SECRET: '' });
  expect(telegram.callsTo('deleteWebhook')).toHaveLength(1);
  chat.sendText('/models');
  await chat.waitForMessage(({ text }) => text?.includes('Models') === true, 'the models', patienceMs);
  expect(telegram.callsTo('getUpdates')).not.toEqual([]);
}, 120_000);

test('the doctor tells whether Telegram reaches it', async () => {
  expectFinding(await examine(environment), 'Telegram', [
    'ok',
    /npm start has them brought to bot\.example\.org/,
  ]);
  await start();
  expectFinding(await examine(environment), 'Telegram', ['ok', /brought to bot\.example\.org/]);
  world.telegram.proxyTo(() => []);
  const { update } = world.telegram
    .person({ name: 'Alice', startedBot: true })
    .privateChat()
    .sendText('/help');
  await world.telegram.waitFor(() => world.telegram.webhookProblem, 'Telegram to fail');
  expectFinding(await examine(environment), 'Telegram', [
    'warning',
    /could not bring them.+Connection refused/,
  ]);
  world.telegram.proxyTo(() => running.map(({ app }) => app.statusUrl));
  await world.telegram.waitForConfirmed(update?.update_id ?? 0, patienceMs);
}, 120_000);
