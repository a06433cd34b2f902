import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';
import { labelsOf, says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

test('the status can be cancelled, and one picture brings its buttons', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const status = await chat.waitForMessage(says('Painting'), 'the status');
  expect(labelsOf(status)).toEqual([['✕ Cancel']]);
  model.release();
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  expect(labelsOf(result)).toEqual([
    ['🔁 Again', '✏️ Change the words'],
    ['✨ Vary', '🖼 Work from it'],
    ['📄 Original', '⭐ Favourite', '🗑 Delete'],
  ]);
  expect(telegram.violations).toEqual([]);
});

test('under an album the details bear the buttons', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', languageCode: 'ru', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 4');
  const details = await chat.waitForMessage(says('100, 101, 102, 103'), 'the details');
  expect(labelsOf(details).map((row) => row.length)).toEqual([2, 2, 1, 2, 2, 4]);
  expect(chat.botMessages().filter(showsPicture).flatMap(labelsOf)).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('again is a new status that replies to the picture, and a new picture', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  model.hold();
  const tap = chat.tap(result, '🔁 Again');
  expect(await tap.answered()).toEqual({ text: undefined, showAlert: false });
  const status = await chat.waitForMessage(says('Painting'), 'the new status');
  expect(status.reply_to_message?.message_id).toBe(result.message_id);
  model.release();
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(model.prompts).toEqual(['a fox', 'a fox']);
  expect(telegram.violations).toEqual([]);
});

test('two taps at once are one wish; the second is told', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  model.hold();
  const taps = [chat.tap(result, '🔁 Again'), chat.tap(result, '🔁 Again')];
  const answers = await Promise.all(taps.map((tap) => tap.answered()));
  expect(answers.map(({ text }) => text)).toEqual([undefined, 'I am already on it.']);
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
  expect(rows).toHaveLength(2);
  model.release();
});

test('a tap that Telegram tells twice is one wish', async () => {
  await using under = await startBot();
  const { storage, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  const tap = chat.tap(result, '🔁 Again');
  await tap.answered();
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  if (tap.update === undefined) throw new Error('Expected an update');
  telegram.redeliver(tap.update);
  await telegram.waitFor(() => telegram.callsTo('answerCallbackQuery')[1], 'the second answer');
  await roundTrips(telegram);
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
  expect(rows).toHaveLength(2);
  expect(telegram.violations).toEqual([]);
});

test('cancel is answered at once, and the message says how it stands', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const status = await chat.waitForMessage(says('Painting'), 'the status');
  const { text } = await chat.tap(status, '✕ Cancel').answered();
  expect(text).toContain('Cancelled');
  const end = await chat.waitForMessage(says('may still be charged'), 'the end');
  expect(labelsOf(end)).toEqual([]);
  expect(chat.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('an answer that comes too late for Telegram stops nothing', async () => {
  await using under = await startBot({ telegram: { callbackQueryLifetimeMs: -1 } });
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  chat.tap(result, '🔁 Again');
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  chat.tap(result, '⭐ Favourite');
  await chat.waitForMessage(says('Added to your favourites'), 'the words');
  expect(telegram.callsTo('answerCallbackQuery').map(({ status }) => status)).toEqual([400, 400]);
});

test('a button of an older release is answered', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  chat.sendText('/models');
  const message = await chat.waitForMessage(says('Models'), 'a message');
  telegram.pushUpdate({
    callback_query: { id: '80', from: alice.user, message, chat_instance: '1', data: 'v0:old' },
  });
  const { parameters } = await telegram.waitForCall('answerCallbackQuery', 'the answer');
  expect(parameters).toMatchObject({ show_alert: true });
  expect(parameters.text).toContain('no longer know what this button');
});

test('a question says beforehand what its answer will cost', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 2');
  const details = await chat.waitForMessage(
    (message) => labelsOf(message).flat().includes('✏️ Change the words'),
    'the details',
  );
  chat.tap(details, '✏️ Change the words');
  const question = await chat.waitForMessage(says('Answer by a reply'), 'the question');
  expect(question.text).toMatch(
    /^Change the words\nSo far.*\nYou can.*\nThis costs about \$0\.078\.\nAnswer by.*$/,
  );
  expect(telegram.violations).toEqual([]);
});
