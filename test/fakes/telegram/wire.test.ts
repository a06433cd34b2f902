import { afterEach, beforeEach, expect, test } from 'vitest';
import { pngOf } from './png-of.ts';
import type { PrivateChat } from './private-chat.ts';
import { type FakeTelegram, startFakeTelegram } from './start-fake-telegram.ts';

let telegram: FakeTelegram;
let alice: PrivateChat;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
});

afterEach(async () => {
  await telegram.close();
});

function request(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${telegram.url}/bot${telegram.token}/${path}`, init);
}

test('parameters come by query, form or JSON, and a method is named in any case', async () => {
  const form = new URLSearchParams({
    chat_id: String(alice.id),
    text: '42',
    disable_notification: 'true',
    reply_markup: JSON.stringify({ inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] }),
  });
  await request('SENDMESSAGE', { method: 'POST', body: form });
  await request(`sendmessage?chat_id=${alice.id}&text=true`);
  expect(alice.messages().map((message) => message.text)).toEqual(['42', 'true']);
  expect(telegram.calls.map((call) => call.method)).toEqual(['sendMessage', 'sendMessage']);
  expect(telegram.calls[0]?.parameters).toMatchObject({ chat_id: alice.id, disable_notification: true });
  expect(telegram.violations).toEqual([]);
});

test('a multipart part with the name of a parameter is its file', async () => {
  const picture = pngOf({ width: 4, height: 3 });
  const body = new FormData();
  body.set('chat_id', String(alice.id));
  body.set('photo', new Blob([new Uint8Array(picture)]), 'a "quoted" name.png');
  const response = await request('sendPhoto', { method: 'POST', body });
  expect(await response.json()).toMatchObject({ ok: true, result: { photo: [{ width: 4, height: 3 }] } });
  expect(telegram.calls[0]?.files).toMatchObject([{ part: 'photo', size: picture.length }]);
});

test('an album mixes no kinds', async () => {
  const body = new FormData();
  body.set('chat_id', String(alice.id));
  body.set('a', new Blob([new Uint8Array(pngOf({ width: 4, height: 3 }))]), 'a.png');
  const media = [
    { type: 'photo', media: 'attach://a' },
    { type: 'document', media: 'attach://a' },
  ];
  body.set('media', JSON.stringify(media));
  const response = await request('sendMediaGroup', { method: 'POST', body });
  expect(await response.json()).toEqual({
    ok: false,
    error_code: 400,
    description: "Bad Request: document can't be mixed with other media types",
  });
});

test('an upload that is announced but not there is refused', async () => {
  const response = await request(`sendPhoto?chat_id=${alice.id}&photo=attach://nothing`);
  expect(await response.json()).toMatchObject({
    description: 'Bad Request: there is no file part for attach://nothing in the request',
  });
});

test.each([
  ['7000000001:wrong', 401, 'Unauthorized'],
  ['nonsense', 404, 'Not Found'],
])('the token %s is answered with %d', async (token, status, description) => {
  const response = await fetch(`${telegram.url}/bot${token}/getMe`);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ ok: false, error_code: status, description });
  expect((await fetch(`${telegram.url}/file/bot${token}/photos/file_1.jpg`)).status).toBe(status);
});

test('a file that does not exist is not found', async () => {
  const response = await fetch(`${telegram.url}/file/bot${telegram.token}/photos/file_99.jpg`);
  expect(response.status).toBe(404);
});

test('closing ends calls that are held open', async () => {
  const held = request('getUpdates?timeout=50').then(
    () => 'answered',
    () => 'cut',
  );
  await telegram.waitForPolling();
  await telegram.close();
  expect(await held).toBe('cut');
  await expect(request('getMe')).rejects.toThrow();
});
