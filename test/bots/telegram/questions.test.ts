import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus, sourcesOf } from './support/given-references.ts';
import { keysOfResults, says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const dayMs = 24 * 60 * 60_000;
const isQuestion = says('Answer by a reply');

test('to change the words, the bot asks with the words that are there; the reply is painted', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a <b>fox</b> --aspect 16:9');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  expect(await chat.tap(result, '✏️ Change the words').answered()).toMatchObject({ text: undefined });
  const question = await chat.waitForMessage(isQuestion, 'the question');
  expect(question.reply_to_message?.message_id).toBe(result.message_id);
  const code = question.entities?.find(({ type }) => type === 'code');
  expect(question.text?.substr(code?.offset ?? 0, code?.length)).toBe('a <b>fox</b>');
  const { parameters } = telegram.callsTo('sendMessage').at(-1) ?? {};
  expect(parameters?.reply_markup).toMatchObject({ force_reply: true, input_field_placeholder: /\w/ });

  await roundTrips(telegram);
  chat.sendText('a wolf', { replyTo: question });
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(model.prompts).toEqual(['a <b>fox</b>', 'a wolf']);
  expect(telegram.violations).toEqual([]);
});

test('a picture along with the words counts after the one it works from, also after a restart', async () => {
  await using before = await startBot();
  const { telegram } = before;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  chat.tap(result, '🖼 Work from it');
  const question = await chat.waitForMessage(isQuestion, 'the question');
  await roundTrips(telegram);
  await before.stop();

  await using after = await startBot({ earlier: before });
  const photo = chat.sendPhoto(pngOf({ width: 40, height: 40 }), { caption: 'both', replyTo: question });
  await chat.waitForMessage(isStatus, 'the status');
  const [[key = ''] = []] = await keysOfResults(after);
  const [, second] = await acceptedWishes(after);
  expect(second).toEqual({ prompt: 'both', references: [{ kind: 'kept', key }, ...sourcesOf(photo)] });
  expect(telegram.violations).toEqual([]);
});

test('an album of pictures as the reply counts whole', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  chat.tap(result, '🖼 Work from it');
  const question = await chat.waitForMessage(isQuestion, 'the question');
  await roundTrips(telegram);
  const photos = [40, 50].map((side) => pngOf({ width: side, height: side }));
  const album = await chat.sendAlbum(photos, { caption: 'all', replyTo: question });
  for (const { update } of album) await telegram.waitForConfirmed(update?.update_id ?? 0);
  under.advance(1_000);
  await chat.waitForMessage(isStatus, 'the status');
  const [[key = ''] = []] = await keysOfResults(under);
  const [, second] = await acceptedWishes(under);
  expect(second).toEqual({ prompt: 'all', references: [{ kind: 'kept', key }, ...sourcesOf(...album)] });
});

test('in a group the person is named, answers by a reply, and nobody else does', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ kind: 'forum', members: [alice, bob] });
  const topic = group.createTopic(alice, 'Foxes');
  group.send(alice, '/imagine@easel_bot a fox', { topic });
  const result = await group.waitForMessage(showsPicture, 'the picture');
  group.tap(alice, result, '✏️ Change the words');
  const question = await group.waitForMessage(isQuestion, 'the question');
  expect(question.entities?.[0]).toMatchObject({ type: 'text_mention', offset: 0, length: 5 });
  expect(question.message_thread_id).toBe(topic);
  const { parameters } = telegram.callsTo('sendMessage').at(-1) ?? {};
  expect(parameters?.reply_markup).toMatchObject({ force_reply: true, selective: true });

  await roundTrips(telegram);
  group.send(bob, 'a bear', { replyTo: question, topic });
  const refusal = await group.waitForMessage(says('belongs to somebody else'), 'the refusal');
  expect(refusal.message_thread_id).toBe(topic);
  group.send(alice, 'a wolf', { replyTo: question, topic });
  await group.waitFor(() => group.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(model.prompts).toEqual(['a fox', 'a wolf']);
  expect(telegram.violations).toEqual([]);
});

test('a reply after more than a day is told that it came too late', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the picture');
  group.tap(alice, result, '✏️ Change the words');
  const question = await group.waitForMessage(isQuestion, 'the question');
  await roundTrips(telegram);
  under.advance(dayMs);
  group.send(alice, 'a wolf', { replyTo: question });
  await group.waitForMessage(says('no longer know what that question was about'), 'the words');
  expect(model.prompts).toEqual(['a fox']);
});
