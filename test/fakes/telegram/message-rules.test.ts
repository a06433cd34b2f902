import { Api, InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pngOf } from './png-of.ts';
import type { PrivateChat } from './private-chat.ts';
import { refusalOf } from './refusal-of.ts';
import { type FakeTelegram, startFakeTelegram } from './start-fake-telegram.ts';

let telegram: FakeTelegram;
let api: Api;
let alice: PrivateChat;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  api = new Api(telegram.token, { apiRoot: telegram.url });
  alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
});

afterEach(async () => {
  await telegram.close();
});

const notModified =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

describe('texts', () => {
  test('4096 UTF-16 units are the most', async () => {
    await api.sendMessage(alice.id, '🎨'.repeat(2048));
    expect(await refusalOf(api.sendMessage(alice.id, `${'🎨'.repeat(2048)}!`))).toBe(
      '400 Bad Request: message is too long',
    );
  });

  test('white space alone is no text, and is cut off both ends', async () => {
    expect(await refusalOf(api.sendMessage(alice.id, ' \n '))).toBe('400 Bad Request: message text is empty');
    const message = await api.sendMessage(alice.id, '  bold  ', {
      entities: [{ type: 'bold', offset: 2, length: 6 }],
    });
    expect(message).toMatchObject({ text: 'bold', entities: [{ type: 'bold', offset: 0, length: 4 }] });
  });

  test.each([
    [{ offset: 0, length: 6 }, 'entity beginning at UTF-16 offset 0 ends after the end of the text'],
    [{ offset: 1, length: 2 }, 'entity begins in a middle of a UTF-16 symbol at position 1'],
    [{ offset: 0, length: 1 }, 'ends in a middle of a UTF-16 symbol at UTF-16 offset 1'],
    [{ offset: 0, length: 0 }, 'receive an entity with incorrect length 0'],
    [{ offset: -1, length: 1 }, 'receive an entity with incorrect offset -1'],
  ])('the entity %j is refused in "🎨abc"', async (place, reason) => {
    const refused = refusalOf(api.sendMessage(alice.id, '🎨abc', { entities: [{ type: 'bold', ...place }] }));
    expect(await refused).toContain(reason);
    expect(telegram.violations).toHaveLength(1);
  });

  test('parse_mode is refused loudly', async () => {
    expect(await refusalOf(api.sendMessage(alice.id, '*hi*', { parse_mode: 'MarkdownV2' }))).toBe(
      '400 Bad Request: the fake does not parse parse_mode: send entities',
    );
  });

  test('a caption may have 1024 units', async () => {
    const file = () => new InputFile(pngOf({ width: 2, height: 2 }));
    await api.sendPhoto(alice.id, file(), { caption: 'x'.repeat(1024) });
    expect(await refusalOf(api.sendPhoto(alice.id, file(), { caption: 'x'.repeat(1025) }))).toBe(
      '400 Bad Request: message caption is too long',
    );
  });
});

describe('buttons', () => {
  test.each([
    [{ text: 'a', callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', callback_data: 'ж'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', callback_data: '' }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', url: 'lighthouse' }, "inline keyboard button URL 'lighthouse' is invalid"],
    [
      { text: 'a', callback_data: 'x', disabled: {} },
      "can't parse inline keyboard button: exactly one of callback_data, disabled may be used",
    ],
  ])('%j is refused', async (button, reason) => {
    const refused = refusalOf(
      api.sendMessage(alice.id, 'hi', { reply_markup: { inline_keyboard: [[button]] } }),
    );
    expect(await refused).toBe(`400 Bad Request: ${reason}`);
  });
});

describe('files', () => {
  test.each([
    ['no image', Buffer.from('hello'), 'IMAGE_PROCESS_FAILED'],
    ['too wide and high', pngOf({ width: 9000, height: 1001 }), 'PHOTO_INVALID_DIMENSIONS'],
    ['too narrow', pngOf({ width: 21, height: 1 }), 'PHOTO_INVALID_DIMENSIONS'],
    [
      'too large',
      Buffer.alloc(10 * 1024 * 1024 + 1),
      'file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes',
    ],
  ])('a photo that is %s is refused', async (_name, bytes, reason) => {
    expect(await refusalOf(api.sendPhoto(alice.id, new InputFile(bytes)))).toBe(`400 Bad Request: ${reason}`);
    // What a person's prompt leads to is no mistake of the bot.
    expect(telegram.violations).toEqual([]);
  });

  test('a file is sent again by its id, but only as what it is', async () => {
    const sent = await api.sendPhoto(alice.id, new InputFile(pngOf({ width: 100, height: 50 })));
    const fileId = sent.photo.at(-1)?.file_id ?? '';
    const again = await api.sendPhoto(alice.id, fileId);
    expect(again.photo).toEqual(sent.photo);
    expect(await refusalOf(api.sendDocument(alice.id, fileId))).toBe(
      "400 Bad Request: can't use file of type Photo as Document",
    );
    expect(await refusalOf(api.sendPhoto(alice.id, 'nothing'))).toBe(
      '400 Bad Request: wrong file identifier/HTTP URL specified',
    );
  });

  test('a download is at most 20 MB', async () => {
    const { message } = alice.sendImageDocument(Buffer.alloc(20 * 1024 * 1024 + 1));
    expect(await refusalOf(api.getFile(message.document?.file_id ?? ''))).toBe(
      '400 Bad Request: file is too big',
    );
  });

  test('an upload is at most 50 MB', async () => {
    const file = new InputFile(Buffer.alloc(50 * 1024 * 1024 + 1), 'large.png');
    expect(await refusalOf(api.sendDocument(alice.id, file))).toBe('413 Request Entity Too Large');
  });
});

describe('albums', () => {
  const photo = () => ({ type: 'photo' as const, media: new InputFile(pngOf({ width: 2, height: 2 })) });

  test.each([
    ['one item', [photo()], 'too few messages to send as an album'],
    ['eleven items', Array.from({ length: 11 }, photo), 'too many messages to send as an album'],
  ])('an album of %s is refused', async (_name, media, reason) => {
    expect(await refusalOf(api.sendMediaGroup(alice.id, media))).toBe(`400 Bad Request: ${reason}`);
    expect(alice.messages()).toEqual([]);
  });

  test('an album with one bad item is refused whole', async () => {
    const bad = { type: 'photo' as const, media: new InputFile(Buffer.from('no image')) };
    expect(await refusalOf(api.sendMediaGroup(alice.id, [photo(), bad]))).toBe(
      '400 Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect(alice.messages()).toEqual([]);
  });
});

describe('edits', () => {
  test('an edit that changes nothing is refused, also of the keyboard', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] };
    const { message_id } = await api.sendMessage(alice.id, 'hi', { reply_markup: keyboard });
    const same = () => api.editMessageText(alice.id, message_id, 'hi', { reply_markup: keyboard });
    expect(await refusalOf(same())).toBe(notModified);
    expect(
      await refusalOf(api.editMessageReplyMarkup(alice.id, message_id, { reply_markup: keyboard })),
    ).toBe(notModified);

    // Leaving the keyboard out takes it away, which is a change.
    await api.editMessageText(alice.id, message_id, 'hi');
    expect(alice.messages()[0]?.reply_markup).toBeUndefined();
    await same();
    const [message] = alice.messages();
    expect(message && alice.versions(message)).toHaveLength(3);
    expect(telegram.violations).toEqual([]);
  });

  test('a message has either a text or a caption to edit', async () => {
    const text = await api.sendMessage(alice.id, 'hi');
    const photo = await api.sendPhoto(alice.id, new InputFile(pngOf({ width: 2, height: 2 })));
    expect(await refusalOf(api.editMessageText(alice.id, photo.message_id, 'x'))).toBe(
      '400 Bad Request: there is no text in the message to edit',
    );
    expect(await refusalOf(api.editMessageCaption(alice.id, text.message_id, { caption: 'x' }))).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    );
    await api.editMessageCaption(alice.id, photo.message_id, { caption: 'a lighthouse' });
    expect(alice.messages()[1]?.caption).toBe('a lighthouse');
  });

  test("what is gone or another's cannot be edited", async () => {
    const { message_id } = await api.sendMessage(alice.id, 'hi');
    await api.deleteMessage(alice.id, message_id);
    expect(await refusalOf(api.editMessageText(alice.id, message_id, 'x'))).toBe(
      '400 Bad Request: message to edit not found',
    );
    expect(await refusalOf(api.deleteMessage(alice.id, message_id))).toBe(
      '400 Bad Request: message to delete not found',
    );
    const { message } = alice.sendText('mine');
    expect(await refusalOf(api.editMessageText(alice.id, message.message_id, 'x'))).toBe(
      "400 Bad Request: message can't be edited",
    );
  });

  test('an old message cannot be deleted', async () => {
    const { message_id } = await api.sendMessage(alice.id, 'hi');
    telegram.advanceClock(48 * 60 * 60 * 1000 + 1000);
    expect(await refusalOf(api.deleteMessage(alice.id, message_id))).toBe(
      "400 Bad Request: message can't be deleted",
    );
  });
});

describe('replies', () => {
  test('a reply needs its message, unless it may go without', async () => {
    const { message } = alice.sendText('paint');
    const reply = await api.sendMessage(alice.id, 'yes', {
      reply_parameters: { message_id: message.message_id },
    });
    expect(reply.reply_to_message?.text).toBe('paint');
    alice.delete(message);
    const reply_parameters = { message_id: message.message_id };
    expect(await refusalOf(api.sendMessage(alice.id, 'yes', { reply_parameters }))).toBe(
      '400 Bad Request: message to be replied not found',
    );
    const alone = await api.sendMessage(alice.id, 'yes', {
      reply_parameters: { ...reply_parameters, allow_sending_without_reply: true },
    });
    expect(alone.reply_to_message).toBeUndefined();
  });
});

describe('commands', () => {
  test.each([
    [[{ command: 'Imagine', description: 'x' }], 'BOT_COMMAND_INVALID'],
    [[{ command: 'imagine', description: '' }], 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [
      Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: 'x' })),
      'BOT_COMMANDS_TOO_MUCH',
    ],
  ])('bad commands are refused (%#)', async (commands, reason) => {
    expect(await refusalOf(api.setMyCommands(commands))).toBe(`400 Bad Request: ${reason}`);
  });

  test('commands are kept per scope and language', async () => {
    const english = [{ command: 'imagine', description: 'Paint' }];
    const russian = [{ command: 'imagine', description: 'Нарисовать' }];
    await api.setMyCommands(english);
    await api.setMyCommands(russian, { language_code: 'ru', scope: { type: 'all_group_chats' } });
    expect(await api.getMyCommands()).toEqual(english);
    expect(await api.getMyCommands({ language_code: 'ru', scope: { type: 'all_group_chats' } })).toEqual(
      russian,
    );
  });
});
