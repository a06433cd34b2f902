import { Api, Bot, InputFile } from 'grammy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pngOf } from './png-of.ts';
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

test('a bot answers a person by long polling and its updates are confirmed', async () => {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.url } });
  bot.command('start', (context) => context.reply(`Hello ${context.from?.first_name}`));
  const running = bot.start();
  const alice = telegram.person({ name: 'Alice', languageCode: 'en' }).privateChat();
  await telegram.waitForPolling();

  const { update } = alice.start();
  const greeting = await alice.waitForMessage((message) => message.text === 'Hello Alice', 'the greeting');

  expect(greeting.from?.username).toBe('easel_bot');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  await bot.stop();
  await running;
  expect(telegram.violations).toEqual([]);
  expect(telegram.callsTo('getUpdates').at(-1)?.parameters).toMatchObject({ limit: 1 });
});

test('a status message becomes a photo, an album and a file follow', async () => {
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const picture = pngOf({ width: 640, height: 480 });
  const status = await api.sendMessage(alice.id, 'Painting …', {
    reply_markup: { inline_keyboard: [[{ text: 'Cancel', callback_data: 'cancel:1' }]] },
  });
  await api.sendChatAction(alice.id, 'upload_photo');

  await api.editMessageMedia(alice.id, status.message_id, {
    type: 'photo',
    media: new InputFile(picture, 'result.png'),
    caption: 'a lighthouse',
  });
  const album = await api.sendMediaGroup(alice.id, [
    { type: 'photo', media: new InputFile(picture), caption: 'both' },
    { type: 'photo', media: new InputFile(pngOf({ width: 10, height: 20 })) },
  ]);
  const file = await api.sendDocument(alice.id, new InputFile(picture, 'a lighthouse.png'));

  const [edited] = alice.botMessages();
  expect(edited).toMatchObject({ message_id: status.message_id, caption: 'a lighthouse' });
  expect(edited?.reply_markup).toBeUndefined();
  expect(edited && alice.picture(edited)).toEqual(picture);
  expect(album).toHaveLength(2);
  const [first] = alice.messages().filter((message) => message.media_group_id !== undefined);
  expect(first && alice.pictures(first)).toEqual([picture, pngOf({ width: 10, height: 20 })]);
  expect(file.document).toMatchObject({ file_name: 'a lighthouse.png', mime_type: 'image/png' });
  expect(telegram.violations).toEqual([]);
});

test('the bot downloads what a person sent', async () => {
  const alice = telegram.person({ name: 'Alice' }).privateChat();
  const picture = pngOf({ width: 2000, height: 1000 });
  const { message } = alice.sendPhoto(picture, { caption: '/imagine like this' });

  expect(message.photo?.map((size) => [size.width, size.height])).toEqual([
    [90, 45],
    [320, 160],
    [800, 400],
    [1280, 640],
  ]);
  const file = await api.getFile(message.photo?.at(-1)?.file_id ?? '');
  const response = await fetch(`${telegram.url}/file/bot${telegram.token}/${file.file_path}`);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
});
