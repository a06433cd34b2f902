import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus, sourcesOf } from './support/given-references.ts';
import { forgetResults, keysOfResults, says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const kept = (key: string | undefined) => ({ kind: 'kept', key });
const dayMs = 24 * 60 * 60_000;

test.each(['ask', 'paint', 'off'] as const)(
  'plain words that reply to a picture edit it at once, also with "%s"',
  async (directMessageText) => {
    await using under = await startBot({ bot: { directMessageText } });
    const { telegram } = under;
    const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/imagine a fox');
    const result = await chat.waitForMessage(showsPicture, 'the picture');
    await roundTrips(telegram);
    chat.sendText('make it night --count 2', { replyTo: result });
    await chat.waitForMessage(isStatus, 'the status');
    const [[key] = []] = await keysOfResults(under);
    const [, second] = await acceptedWishes(under);
    expect(second).toEqual({ prompt: 'make it night', references: [kept(key)] });
    expect(telegram.violations).toEqual([]);
  },
);

test('in a group, too, and in its topic; anybody may, with a picture of their own', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ kind: 'forum', members: [alice, bob] });
  const topic = group.createTopic(alice, 'Foxes');
  group.send(alice, '/imagine@easel_bot a fox', { topic });
  const result = await group.waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  const bytes = pngOf({ width: 40, height: 40 });
  const photo = group.sendPhoto(bob, bytes, { caption: 'like this', replyTo: result, topic });
  const status = await group.waitForMessage(isStatus, 'the status');
  expect(status.message_thread_id).toBe(topic);
  const [[key] = []] = await keysOfResults(under);
  const [, second] = await acceptedWishes(under);
  expect(second).toEqual({ prompt: 'like this', references: [kept(key), ...sourcesOf(photo)] });
  expect(telegram.violations).toEqual([]);
});

test('a reply to one picture of an album means that one, to the details all of them', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 3');
  const details = await chat.waitForMessage(says('seeds'), 'the details');
  const [, second] = chat.botMessages().filter(showsPicture);
  if (second === undefined) throw new Error('Expected an album');
  await roundTrips(telegram);
  chat.sendText('make it night', { replyTo: second });
  await chat.waitForMessage(isStatus, 'the status');
  chat.sendText('make them one', { replyTo: details });
  await chat.waitFor(() => chat.botMessages().filter(isStatus)[1], 'the second status');
  const [keys = []] = await keysOfResults(under);
  const [, one, all] = await acceptedWishes(under);
  expect(one).toEqual({ prompt: 'make it night', references: [kept(keys[1])] });
  expect(all).toEqual({ prompt: 'make them one', references: keys.map(kept) });
});

test('a reply to the details of what is no longer kept says so', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  group.send(alice, '/imagine@easel_bot a fox --count 2');
  const details = await group.waitForMessage(says('seeds'), 'the details');
  const [first] = await storage.transaction(({ generations }) => generations.list({ limit: 1 }));
  await storage.transaction(({ pictures }) => pictures.removeOf(first?.id ?? ''));
  group.send(alice, 'make it night', { replyTo: details });
  await group.waitForMessage(says('no longer keep that picture'), 'the words');
  expect(model.prompts).toHaveLength(1);
});

test('words that reply to other messages of the bot, or to what is under way, are no wish in a group', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  group.send(alice, '/models@easel_bot');
  const models = await group.waitForMessage(says('Models'), 'the models');
  model.hold();
  group.send(alice, '/imagine@easel_bot a fox');
  const status = await group.waitForMessage(says('Painting'), 'the status');
  group.send(alice, 'nice', { replyTo: models });
  const { update } = group.send(alice, 'hurry', { replyTo: status });
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(await acceptedWishes(under)).toHaveLength(1);
  model.release();
});

test('a picture of another bot is none of ours', async () => {
  await using under = await startBot({ telegram: { privacyMode: false } });
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  const shown = group.sendPhoto(alice, pngOf({ width: 40, height: 40 }));
  const other = { id: 99, is_bot: true, first_name: 'Other', username: 'other_bot' };
  const reply = group.send(alice, 'nice', { replyTo: shown });
  const update = telegram.pushUpdate({
    message: { ...reply.message, reply_to_message: { ...shown.message, from: other } },
  });
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(await acceptedWishes(under)).toEqual([]);
});

test('a picture that is neither remembered nor kept is edited as Telegram has it', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  under.advance(31 * dayMs);
  await forgetResults(under);
  chat.sendText('make it night', { replyTo: result });
  await chat.waitForMessage(isStatus, 'the status');
  const [, second] = await acceptedWishes(under);
  expect(second?.references).toEqual(sourcesOf({ message: result }));
});
