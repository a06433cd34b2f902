import type { Message } from 'grammy/types';
import { expect, test } from 'vitest';
import { addressOf, askerOf } from '../../../src/bots/telegram/read-message.ts';

const group = { id: -1_001_234, type: 'supergroup', title: 'Painters' } as const;
const alice = { id: 55, is_bot: false, first_name: 'Alice', language_code: 'ru' } as const;

function messageFrom(fields: Partial<Message>): Message {
  // Telegram has some two hundred optional fields, of which the library's type asks for a few that are never read.
  return { message_id: 7, date: 1, chat: group, ...fields } as Message;
}

test('people ask, in their language or else in English', () => {
  expect(askerOf(messageFrom({ from: alice }))).toEqual({ id: 55, language: 'ru' });
  expect(askerOf(messageFrom({ from: { id: 55, is_bot: false, first_name: 'A' } }))).toEqual({
    id: 55,
    language: 'en',
  });
});

test('an administrator who hides behind the group asks as the group', () => {
  const hidden = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
  expect(askerOf(messageFrom({ from: hidden, sender_chat: group }))).toEqual({
    id: group.id,
    language: 'en',
  });
});

test('bots, channels and what Telegram forwards by itself ask for nothing', () => {
  const bot = { id: 9, is_bot: true, first_name: 'Bot' };
  const channel = { id: -1_005, type: 'channel', title: 'News' } as const;
  expect(askerOf(messageFrom({ from: bot }))).toBeUndefined();
  expect(askerOf(messageFrom({ from: bot, sender_chat: channel }))).toBeUndefined();
  expect(askerOf(messageFrom({}))).toBeUndefined();
  expect(askerOf(messageFrom({ from: alice, is_automatic_forward: true }))).toBeUndefined();
});

test('topics are kept in groups and in private chats, threads of replies are not', () => {
  const asker = { id: 55, language: 'en' };
  const threadOf = (fields: Partial<Message>) => addressOf(messageFrom(fields), asker).threadId;
  const privateChat = { id: 55, type: 'private', first_name: 'Alice' } as const;
  expect(threadOf({ message_thread_id: 3, is_topic_message: true })).toBe(3);
  expect(threadOf({ message_thread_id: 3, is_topic_message: true, chat: privateChat })).toBe(3);
  expect(threadOf({ message_thread_id: 3 })).toBeUndefined();
});
