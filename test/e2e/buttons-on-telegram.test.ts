import { describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { expectWorkedFrom, prompts } from './support/received-references.ts';

const weekMs = 7 * 24 * 60 * 60_000;

describe('buttons on Telegram, end to end', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  function startAlice() {
    return world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  }

  test('a message sent before three restarts, of which nobody knows more than its number after weeks', async () => {
    const chat = startAlice();
    chat.sendText('/imagine a fox --count 2');
    const details = await chat.waitForMessage(says('2 pictures'), 'the details');
    const [first] = chat.botMessages().filter(showsPicture);
    const [, shown] = first ? chat.pictures(first) : [];
    for (let times = 0; times < 3; times += 1) await world.restart();
    world.telegram.advanceClock(3 * weekMs);

    const tap = chat.tap(details, '✨ Vary 2', { isInaccessible: true });
    expect(await tap.answered()).toEqual({ text: undefined, showAlert: false });
    await chat.waitFor(() => chat.botMessages().filter(says('2 pictures'))[1], 'the variations');
    await expectWorkedFrom(world.runware, { prompt: 'a fox', shown });
  });

  test('again after the message was deleted: the new picture comes without a reply', async () => {
    const chat = startAlice();
    chat.sendText('/imagine a fox');
    const result = await chat.waitForMessage(showsPicture, 'the picture');
    chat.delete(result);
    await chat.tap(result, '🔁 Again', { isInaccessible: true }).answered();
    const second = await chat.waitForMessage(showsPicture, 'the second picture');
    expect(second.reply_to_message).toBeUndefined();
    expect(second.caption).toContain('a fox');
  });

  test('new words after a restart, in a group with topics', async () => {
    const alice = world.telegram.person({ name: 'Alice', languageCode: 'ru' });
    const group = world.telegram.group({ kind: 'forum', members: [alice] });
    const topic = group.createTopic(alice, 'Лисы');
    group.send(alice, '/imagine@easel_bot лиса', { topic });
    const result = await group.waitForMessage(showsPicture, 'the picture');
    group.tap(alice, result, '✏️ Другие слова');
    const question = await group.waitForMessage(says('в ответе на это сообщение'), 'the question');
    await world.restart();
    group.send(alice, 'волк', { replyTo: question, topic });
    const second = await group.waitForMessage(says('волк'), 'the second status');
    expect(second.message_thread_id).toBe(topic);
    await group.waitFor(() => group.botMessages().filter(showsPicture)[1], 'the second picture');
    expect(prompts(world.runware)).toEqual(['лиса', 'волк']);
  });

  test('cancelled while it waits, and tried again', async () => {
    await world.restart({ settings: { MAX_RUNNING: '1', MAX_RUNNING_PER_USER: '1' } });
    const chat = startAlice();
    const held = world.runware.hold();
    chat.sendText('/imagine a fox');
    await held.arrived;
    chat.sendText('/imagine a wolf');
    const status = await chat.waitForMessage(says('a wolf'), 'the second status');
    const { text } = await chat.tap(status, '✕ Cancel').answered();
    expect(text).toContain('Nothing was charged');
    held.release();
    await chat.waitForMessage(showsPicture, 'the first picture');
    const over = await chat.waitForMessage(says('Cancelled'), 'the end');
    await chat.tap(over, '🔁 Try again').answered();
    await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  });

  test('a deleted result is gone from the chat and from the disk, for good', async () => {
    const chat = startAlice();
    chat.sendText('/imagine a fox --count 2');
    const details = await chat.waitForMessage(says('2 pictures'), 'the details');
    await world.restart();
    await chat.tap(details, '🗑 Delete').answered();
    await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
    const { text } = await chat.tap(details, '🔁 Again', { isInaccessible: true }).answered();
    expect(text).toContain('Deleted');
  });

  test('questions and offers speak the language that the person has chosen', async () => {
    const chat = startAlice();
    chat.sendText('/settings --language ru');
    await chat.waitForMessage(says('Ваши настройки'), 'the settings');
    chat.sendText('a fox');
    await chat.waitForMessage(says('Нарисовать это?'), 'the offer');
    chat.sendText('/imagine a wolf');
    const result = await chat.waitForMessage(showsPicture, 'the picture');
    chat.tap(result, '✏️ Другие слова');
    await chat.waitForMessage(says('Напишите в ответе'), 'the question');
    chat.sendText('/settings --language app');
    await chat.waitForMessage(says('Your settings'), 'the settings in the language of the app');
  });
});
