import { Api, GrammyError } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pngOf } from './png-of.ts';
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

describe('private chats', () => {
  test('the bot cannot write first, nor after it was blocked', async () => {
    const alice = telegram.person({ name: 'Alice' }).privateChat();
    const write = () => refusalOf(api.sendMessage(alice.id, 'hi'));
    expect(await write()).toBe("403 Forbidden: bot can't initiate conversation with a user");
    alice.start('invite');
    await api.sendMessage(alice.id, 'hi');
    alice.block();
    expect(await write()).toBe('403 Forbidden: bot was blocked by the user');
    expect(() => alice.sendText('hi')).toThrow('Unblock the bot');
    alice.unblock();
    await api.sendMessage(alice.id, 'hi');
    alice.deactivateAccount();
    expect(await write()).toBe('403 Forbidden: user is deactivated');
    expect(await refusalOf(api.sendMessage(12345, 'hi'))).toBe('400 Bad Request: chat not found');

    const updates = await api.getUpdates();
    expect(updates[0]?.message?.entities).toEqual([{ type: 'bot_command', offset: 0, length: 6 }]);
    const statuses = updates.map((update) => update.my_chat_member?.new_chat_member.status);
    expect(statuses).toEqual([undefined, 'kicked', 'member']);
    expect(telegram.violations).toEqual([]);
  });

  test('an album comes as single updates, also out of order', async () => {
    const alice = telegram.person({ name: 'Alice' }).privateChat();
    const photos = [1, 2, 3].map((side) => pngOf({ width: side, height: 1 }));
    const posted = await alice.sendAlbum(photos, { caption: 'mix', order: [2, 0, 1], gapMs: 1 });
    const updates = await api.getUpdates();
    expect(updates.map((update) => update.message?.message_id)).toEqual(
      [2, 0, 1].map((index) => posted[index]?.message.message_id),
    );
    expect(updates.map((update) => update.message?.caption)).toEqual([undefined, 'mix', undefined]);
    expect(new Set(updates.map((update) => update.message?.media_group_id)).size).toBe(1);
  });

  test('an edit and a reply tell what they refer to', async () => {
    const alice = telegram.person({ name: 'Alice', languageCode: 'ru' }).privateChat();
    const first = alice.sendPhoto(pngOf({ width: 9, height: 9 }), { caption: 'paint' });
    alice.edit(first, '/imagine a lighthouse');
    alice.sendText('again', { replyTo: first });
    const [, edited, reply] = await api.getUpdates();
    expect(edited?.edited_message).toMatchObject({
      caption: '/imagine a lighthouse',
      caption_entities: [{ type: 'bot_command', offset: 0, length: 8 }],
    });
    expect(reply?.message?.reply_to_message?.caption).toBe('/imagine a lighthouse');
    expect(reply?.message?.from?.language_code).toBe('ru');
  });

  test('a tap is answered once and in time', async () => {
    const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    await api.sendMessage(alice.id, 'hi', {
      reply_markup: { inline_keyboard: [[{ text: 'Again', callback_data: 'again:1' }]] },
    });
    const message = await alice.waitForMessage(({ text }) => text === 'hi', 'the buttons');
    const tap = alice.tap(message, 'Again');
    expect(tap.update?.callback_query).toMatchObject({ data: 'again:1', message: { text: 'hi' } });
    expect(await refusalOf(api.answerCallbackQuery(tap.id, { text: 'x'.repeat(201) }))).toBe(
      '400 Bad Request: MESSAGE_TOO_LONG',
    );
    await api.answerCallbackQuery(tap.id, { text: 'on it', show_alert: true });
    expect(await tap.answered()).toEqual({ text: 'on it', showAlert: true });

    const stale = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';
    expect(await refusalOf(api.answerCallbackQuery(tap.id))).toBe(stale);
    const late = alice.tap(message, 'again:1');
    telegram.advanceClock(60_001);
    expect(await refusalOf(api.answerCallbackQuery(late.id))).toBe(stale);
    expect(() => alice.tap(message, 'Stop')).toThrow('has no button "Stop", only: [Again]');
  });

  test('who waits in vain learns what was awaited and what happened', async () => {
    const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    await api.sendMessage(alice.id, 'almost');
    const waiting = alice.waitForMessage(({ text }) => text === 'done', 'the end', 20);
    await expect(waiting).rejects.toThrow(/^Waited 20 ms for the end\..*\[bot\] Easel: "almost"/s);
  });
});

describe('groups', () => {
  test('privacy mode hides what is not meant for the bot', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ kind: 'group', members: [alice] });
    const isSeen = (text: string, options = {}) => group.send(alice, text, options).update !== undefined;

    expect(isSeen('hello')).toBe(false);
    expect(isSeen('/imagine a lighthouse')).toBe(false);
    expect(isSeen('/imagine@other_bot a lighthouse')).toBe(false);
    expect(isSeen('/imagine@Easel_Bot a lighthouse')).toBe(true);
    const { message_id } = await api.sendMessage(group.id, 'here');
    expect(isSeen('/imagine a lighthouse')).toBe(true);
    const [own] = group.botMessages();
    expect(own?.message_id).toBe(message_id);
    expect(own && isSeen('more', { replyTo: own })).toBe(true);
    group.otherBotWrites('I am here too');
    expect(isSeen('/imagine a lighthouse')).toBe(false);
    const photo = pngOf({ width: 3, height: 3 });
    expect(group.sendPhoto(alice, photo, { caption: '/imagine@easel_bot' }).update).toBeDefined();
    expect(group.sendPhoto(alice, photo).update).toBeUndefined();
    group.setBotStatus(alice, 'administrator');
    expect(isSeen('hello')).toBe(true);
  });

  test('message ids are shared in basic groups and own in supergroups', async () => {
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const basic = telegram.group({ kind: 'group', members: [alice] });
    const supergroups = [telegram.group(), telegram.group()];
    const idIn = async (chatId: number) => (await api.sendMessage(chatId, 'hi')).message_id;
    expect(await idIn(basic.id)).toBe((await idIn(alice.id)) - 1);
    const ids = await Promise.all(supergroups.map((group) => idIn(group.id)));
    expect(ids[0]).toBe(ids[1]);
  });

  test('the bot writes only where it is a member and may', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ members: [alice] });
    const write = () => refusalOf(api.sendMessage(group.id, 'hi'));
    group.forbid('text messages');
    expect(await write()).toBe('400 Bad Request: not enough rights to send text messages to the chat');
    group.setBotStatus(alice, 'kicked');
    expect(await write()).toBe('403 Forbidden: bot was kicked from the supergroup chat');
    group.setBotStatus(alice, 'left');
    expect(await write()).toBe('403 Forbidden: bot is not a member of the supergroup chat');
    const channel = telegram.group({ kind: 'channel', username: 'pictures' });
    const post = await api.sendMessage('@pictures', 'hi');
    expect(post.chat.id).toBe(channel.id);
    expect(channel.botMessages()).toHaveLength(1);
  });

  test('topics are echoed and checked', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const forum = telegram.group({ kind: 'forum', members: [alice] });
    const topic = forum.createTopic(alice, 'Pictures');
    const { message } = forum.send(alice, '/imagine@easel_bot', { topic });
    expect(message).toMatchObject({ message_thread_id: topic, is_topic_message: true });
    const inTopic = { message_thread_id: topic };
    expect(await api.sendMessage(forum.id, 'hi', inTopic)).toMatchObject({
      ...inTopic,
      is_topic_message: true,
    });
    expect(await refusalOf(api.sendMessage(forum.id, 'hi', { message_thread_id: 999 }))).toBe(
      '400 Bad Request: message thread not found',
    );
    forum.closeTopic(topic);
    expect(await refusalOf(api.sendMessage(forum.id, 'hi', inTopic))).toBe('400 Bad Request: TOPIC_CLOSED');
    forum.deleteTopic(topic);
    expect(await refusalOf(api.sendChatAction(forum.id, 'upload_photo', inTopic))).toBe(
      '400 Bad Request: message thread not found',
    );
  });

  test('a reply in a plain supergroup bears a thread that is no topic', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ members: [alice] });
    const { message_id } = await api.sendMessage(group.id, 'hi');
    const [own] = group.botMessages();
    const reply = own && group.send(alice, 'more', { replyTo: own }).message;
    expect(reply).toMatchObject({ message_thread_id: message_id });
    expect(reply?.is_topic_message).toBeUndefined();
    await api.sendMessage(group.id, 'here', { message_thread_id: message_id });
  });

  test('a basic group that became a supergroup names its new id', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ kind: 'group', members: [alice] });
    const supergroup = group.migrate();
    const failure = await api.sendMessage(group.id, 'hi').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GrammyError);
    expect(failure).toMatchObject({
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: supergroup.id },
    });
    const updates = await api.getUpdates();
    expect(updates.map((update) => update.message?.migrate_to_chat_id)).toEqual([supergroup.id, undefined]);
    expect(supergroup.as(alice).sendText('/start@easel_bot').update).toBeDefined();
  });
});
