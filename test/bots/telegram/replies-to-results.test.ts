import type { TelegramMessage } from '@gramio/types';
import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus } from './support/given-references.ts';
import { forgetResults, keysOfResults, says } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const showsPicture = ({ document, photo }: TelegramMessage) => photo !== undefined || document !== undefined;
const dayMs = 24 * 60 * 60_000;

test.each(['jpeg', 'png'])('a reply to a result takes the stored original, here a %s', async (format) => {
  await using under = await startBot();
  const { storage, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText(`/imagine a fox --format ${format}`);
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  chat.sendText('/imagine in the snow', { replyTo: result });
  await chat.waitForMessage(isStatus, 'the status');

  const [first] = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  const [stored] = await storage.transaction(({ pictures }) => pictures.of(first?.id ?? '', 'result'));
  const [, second] = await acceptedWishes(under);
  expect(second).toEqual({ prompt: 'in the snow', references: [{ kind: 'kept', key: stored?.key }] });
  expect(stored?.key).toBeDefined();
  expect(telegram.violations).toEqual([]);
});

test('a reply to one of several results takes them all, in their order, also after a restart', async () => {
  await using before = await startBot();
  const { storage, telegram } = before;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 3');
  const result = await chat.waitForMessage(showsPicture, 'the album');
  await before.stop();

  await using after = await startBot({ earlier: before });
  after.advance(20 * dayMs);
  chat.sendText('/imagine in the snow', { replyTo: result });
  await chat.waitForMessage(isStatus, 'the status');
  const [first] = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  const stored = await storage.transaction(({ pictures }) => pictures.of(first?.id ?? '', 'result'));
  const [, second] = await acceptedWishes(after);
  expect(second?.references).toEqual(stored.map(({ key }) => ({ kind: 'kept', key })));
  expect(stored).toHaveLength(3);
});

test.each(['in the snow', '/imagine in the snow'])(
  '“%s” below a page means all that it shows',
  async (words) => {
    await using under = await startBot();
    const { telegram } = under;
    const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/imagine a fox --count 2');
    await chat.waitForMessage(says('seeds'), 'the details');
    chat.sendText('/history');
    const page = await chat.waitForMessage(says('1 of 1'), 'the page');
    await roundTrips(telegram);
    chat.sendText(words, { replyTo: page });
    await chat.waitForMessage(isStatus, 'the status');
    const [keys = []] = await keysOfResults(under);
    const [, second] = await acceptedWishes(under);
    expect(second).toEqual({ prompt: 'in the snow', references: keys.map((key) => ({ kind: 'kept', key })) });
    expect(keys).toHaveLength(2);
    expect(telegram.violations).toEqual([]);
  },
);

test('a result that is neither remembered nor kept is taken as Telegram has it', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  under.advance(31 * dayMs);
  await forgetResults(under);
  group.send(alice, '/imagine in the snow', { replyTo: result });
  await group.waitForMessage(isStatus, 'the status');
  const [, second] = await acceptedWishes(under);
  const handle = result.photo?.at(-1)?.file_id;
  expect(second?.references).toEqual([{ kind: 'attachment', platform: 'telegram', handle }]);
});

test('a result is remembered for its own chat alone', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const bob = telegram.person({ name: 'Bob', startedBot: true });
  alice.privateChat().sendText('/imagine a secret');
  const result = await alice.privateChat().waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  const { reply_markup: _, ...message } = result;
  // Message numbers repeat from chat to chat.
  telegram.pushUpdate({
    message: {
      message_id: 9_000,
      date: 1,
      chat: { id: bob.id, type: 'private', first_name: 'Bob' },
      from: bob.user,
      text: '/imagine in the snow',
      reply_to_message: {
        ...message,
        chat: { id: bob.id, type: 'private', first_name: 'Bob' },
        photo: [{ file_id: 'his-own', file_unique_id: 'u', width: 9, height: 9 }],
      },
    },
  });
  await bob.privateChat().waitForMessage(isStatus, 'the status');
  const [, second] = await acceptedWishes(under);
  expect(second?.references).toEqual([{ kind: 'attachment', platform: 'telegram', handle: 'his-own' }]);
});
