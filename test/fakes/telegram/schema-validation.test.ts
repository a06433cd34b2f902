import { Api } from 'grammy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { validateValue } from './schema-validation.ts';
import { type FakeTelegram, startFakeTelegram } from './start-fake-telegram.ts';

let telegram: FakeTelegram;
let chatId: number;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  chatId = telegram.person({ name: 'Alice', startedBot: true }).id;
});

afterEach(async () => {
  await telegram.close();
});

async function call(method: string, body: unknown): Promise<{ description?: string; ok: boolean }> {
  const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return answer as { description?: string; ok: boolean };
}

test.each([
  ['an unknown parameter', { text: 'hi', reply_markdown: {} }, 'unknown parameter "reply_markdown"'],
  [
    'an unknown field deep inside',
    { text: 'hi', reply_markup: { inline_keyboard: [[{ text: 'a', calback_data: 'b' }]] } },
    'can\'t parse|unknown parameter "reply_markup.inline_keyboard[0][0].calback_data"',
  ],
  ['a missing text', {}, 'message text is empty'],
  ['a wrong type', { text: 5 }, "can't parse text: expected string, got 5"],
  [
    'a wrong type deep inside',
    { text: 'hi', entities: [{ type: 'bold', offset: '0', length: 1 }] },
    'can\'t parse entities[0].offset: expected integer, got "0"',
  ],
  [
    'a fraction for an integer',
    { text: 'hi', entities: [{ type: 'bold', offset: 0.5, length: 1 }] },
    "can't parse entities[0].offset: expected integer, got 0.5",
  ],
  [
    'a value that is not offered',
    { text: 'hi', entities: [{ type: 'loud', offset: 0, length: 1 }] },
    "can't parse entities[0].type: expected one of",
  ],
  ['half a character', { text: 'hi \ud83d' }, 'strings must be encoded in UTF-8'],
  ['what the fake does not model', { text: 'hi', business_connection_id: 'b' }, 'the fake does not support'],
])('%s is refused and recorded', async (_name, parameters, reason) => {
  const answer = await call('sendMessage', { chat_id: chatId, ...parameters });

  const expected = reason.split('|').at(-1) ?? reason;
  expect(answer).toMatchObject({ ok: false, error_code: 400 });
  expect(answer.description).toContain(`Bad Request: ${expected}`);
  expect(telegram.violations).toMatchObject([{ method: 'sendMessage', description: answer.description }]);
});

test('a chat action that does not exist is refused', async () => {
  const answer = await call('sendChatAction', { chat_id: chatId, action: 'upload_picture' });
  expect(answer.description).toContain("can't parse action: expected one of");
});

test('a method that the fake does not carry out is refused loudly', async () => {
  const answer = await call('sendDice', { chat_id: chatId });
  expect(answer.description).toBe('Bad Request: the fake does not implement sendDice');
  expect(telegram.violations).toHaveLength(1);
});

test('a method that does not exist is not found', async () => {
  expect(await call('sendPicture', {})).toEqual({
    ok: false,
    error_code: 404,
    description: 'Not Found: method not found',
  });
});

test('the newest keyboards pass', async () => {
  const api = new Api(telegram.token, { apiRoot: telegram.url });
  await api.sendMessage(chatId, 'done', {
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Again', callback_data: 'v1:again:1', style: 'primary' },
          { text: 'Wait', disabled: {} },
          { text: 'Copy', copy_text: { text: 'a lighthouse' } },
        ],
      ],
      force_reply: true,
    },
  });
  await api.sendMessage(chatId, 'what shall it be?', {
    reply_markup: { force_reply: true, selective: true },
  });
  expect(telegram.violations).toEqual([]);
});

test('of several types the one that was meant is reported', () => {
  const faults = validateValue({
    type: 'InputMedia',
    value: { type: 'photo', media: 'x', captoin: 'y', has_spoiler: 1 },
    path: 'media',
  });
  expect(faults.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'unknown media.captoin',
    'type media.has_spoiler',
  ]);
});
