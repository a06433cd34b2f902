import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import { startBot } from './support/bot-under-test.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;
const hasButton = ({ reply_markup: markup }: { reply_markup?: unknown }) => markup !== undefined;

test('plain words are offered to be painted, and the offer becomes the picture', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const { message } = chat.sendText('a fox in the snow --count 1');
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  expect(offer.text).toBe('Shall I paint this? This costs about $0.039.');
  expect(offer.reply_to_message?.message_id).toBe(message.message_id);
  expect(model.prompts).toEqual([]);

  const tap = chat.tap(offer, '🎨 Paint it');
  expect(await tap.answered()).toEqual({ text: undefined, showAlert: false });
  const result = await chat.waitForMessage(isPhoto, 'the picture');

  expect(result.message_id).toBe(offer.message_id);
  expect(JSON.stringify(result.reply_markup)).not.toContain('Paint it');
  expect(model.prompts).toEqual(['a fox in the snow']);
  expect(telegram.violations).toEqual([]);
});

test('two taps are one wish', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('a fox in the snow');
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  const taps = [chat.tap(offer, '🎨 Paint it'), chat.tap(offer, '🎨 Paint it')];
  await Promise.all(taps.map((tap) => tap.answered()));
  await telegram.waitForConfirmed(taps[1]?.update?.update_id ?? 0);
  model.release();
  await chat.waitForMessage(isPhoto, 'the picture');

  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
  expect(rows).toHaveLength(1);
  expect(model.prompts).toHaveLength(1);
});

test('a tap whose words were deleted says so', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  chat.sendText('a fox in the snow');
  const { reply_to_message: _words, ...offer } = await chat.waitForMessage(hasButton, 'the offer');
  telegram.pushUpdate({
    callback_query: { id: '77', from: alice.user, message: offer, chat_instance: '1', data: 'paint' },
  });
  const { parameters } = await telegram.waitForCall('answerCallbackQuery', 'the answer');

  expect(parameters.text).toContain('send it again');
  expect(under.model.prompts).toEqual([]);
});

test('only the person who asked may press', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const mallory = telegram.person({ name: 'Mallory', startedBot: true });
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('a fox in the snow');
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  telegram.pushUpdate({
    callback_query: { id: '78', from: mallory.user, message: offer, chat_instance: '1', data: 'paint' },
  });
  const { parameters } = await telegram.waitForCall('answerCallbackQuery', 'the answer');

  expect(parameters.text).toContain('Only the person who asked');
  expect(under.model.prompts).toEqual([]);
});

test('a tap on a button that nobody knows any more only ends its waiting sign', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  telegram.pushUpdate({ callback_query: { id: '79', from: alice.user, chat_instance: '1', data: 'v0:old' } });
  const { parameters } = await telegram.waitForCall('answerCallbackQuery', 'the answer');
  expect(parameters.text).toBeUndefined();
});

test('with "paint" plain words are painted at once', async () => {
  await using under = await startBot({ bot: { directMessageText: 'paint' } });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('a fox in the snow');
  await chat.waitForMessage(isPhoto, 'the picture');
  expect(under.model.prompts).toEqual(['a fox in the snow']);
});

test('with "off" plain words are met with silence, commands are not', async () => {
  await using under = await startBot({ bot: { directMessageText: 'off' } });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('a fox in the snow');
  chat.sendPhoto(pngOf({ width: 30, height: 30 }));
  chat.sendText('/models');
  await chat.waitForMessage(({ text }) => text?.includes('Models') === true, 'the models');
  expect(chat.botMessages()).toHaveLength(1);
});

test('words in a group are nobody’s wish, even where the bot reads everything', async () => {
  await using under = await startBot({
    telegram: { privacyMode: false },
    bot: { directMessageText: 'paint' },
  });
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  group.send(alice, 'a fox in the snow');
  const { update } = group.send(alice, 'and another one');
  await under.telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(group.botMessages()).toEqual([]);
  expect(under.model.prompts).toEqual([]);
});
