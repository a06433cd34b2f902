import { Api, GrammyError, HttpError } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const write = (text = 'hi') => api.sendMessage(alice.id, text);

describe('faults', () => {
  test('a fault meets as many calls as it was told to, and only those it is for', async () => {
    const fault = telegram.fail({ kind: 'server-error', status: 500, on: 'sendMessage', times: 2 });
    await api.getMe();
    expect(await refusalOf(write())).toBe('500 Bad Gateway');
    expect(fault.remaining).toBe(1);
    expect(await refusalOf(write())).toBe('500 Bad Gateway');
    await write();
    expect(fault.met).toHaveLength(2);
    expect(alice.messages()).toHaveLength(1);
    expect(telegram.violations).toEqual([]);
  });

  test('a predicate picks the call', async () => {
    const on = (call: { parameters: Readonly<Record<string, unknown>> }) => call.parameters.text === 'two';
    telegram.fail({ kind: 'html', on });
    await write('one');
    await expect(write('two')).rejects.toThrow(HttpError);
    expect(alice.messages().map((message) => message.text)).toEqual(['one']);
  });

  test('a lost response was carried out, a cut connection was not', async () => {
    telegram.fail({ kind: 'drop-after', on: 'sendMessage' });
    await expect(write('lost')).rejects.toThrow(HttpError);
    telegram.fail({ kind: 'drop-before', on: 'sendMessage' });
    await expect(write('cut')).rejects.toThrow(HttpError);
    expect(alice.messages().map((message) => message.text)).toEqual(['lost']);
    const statuses = await telegram.waitFor(() => {
      const all = telegram.callsTo('sendMessage').map((call) => call.status);
      return all.includes(undefined) ? undefined : all;
    }, 'both calls to be over');
    expect(statuses).toEqual(['dropped', 'dropped']);
  });

  test('a held call goes on when it is released', async () => {
    const fault = telegram.fail({ kind: 'hold', on: 'sendMessage' });
    const sending = write();
    await telegram.waitFor(() => fault.met[0], 'the call to be held');
    expect(alice.messages()).toEqual([]);
    fault.release();
    await sending;
    expect(alice.messages()).toHaveLength(1);
  });

  test('a slow call is carried out at once and answered later', async () => {
    telegram.fail({ kind: 'slow', delayMs: 50, on: 'sendMessage' });
    const sending = write();
    await alice.waitForMessage((message) => message.text === 'hi', 'the message');
    expect(telegram.callsTo('sendMessage')[0]?.status).toBeUndefined();
    await sending;
  });

  test('a held getUpdates call can be cut', async () => {
    const polling = api.getUpdates({ timeout: 30 });
    const outcome = expect(polling).rejects.toThrow(HttpError);
    await telegram.waitForPolling();
    telegram.cutConnections();
    await outcome;
    expect((await api.getMe()).username).toBe('easel_bot');
  });

  test('downloads fail too', async () => {
    telegram.fail({ kind: 'server-error', on: 'download' });
    const { message } = alice.sendImageDocument(Buffer.from('GIF89a'));
    const { file_path } = await api.getFile(message.document?.file_id ?? '');
    const url = `${telegram.url}/file/bot${telegram.token}/${file_path}`;
    expect((await fetch(url)).status).toBe(502);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('pauses', () => {
  test('who comes back too early is recorded', async () => {
    telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 5, on: 'sendMessage' });
    const failure = await write().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GrammyError);
    expect(failure).toMatchObject({ error_code: 429, parameters: { retry_after: 5 } });
    expect(telegram.violations).toEqual([]);

    expect(await refusalOf(write())).toMatch(/^429 Too Many Requests: retry after [1-5]$/);
    expect(telegram.violations).toMatchObject([{ method: 'sendMessage' }]);
    expect(telegram.violations[0]?.description).toContain('ignored retry_after');
  });

  test('who waits is welcome, and other chats need not wait', async () => {
    const bob = telegram.person({ name: 'Bob', startedBot: true });
    telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 5, on: 'sendMessage' });
    await refusalOf(write());
    await api.sendMessage(bob.id, 'hi');
    await api.sendChatAction(alice.id, 'typing');
    telegram.advanceClock(5000);
    await write();
    expect(telegram.violations).toEqual([]);
  });

  test('a limit per chat counts what is written into it', async () => {
    const group = telegram.group();
    telegram.limitCalls({ calls: 3, perSeconds: 60 });
    const { message_id } = await api.sendMessage(group.id, 'one');
    await api.editMessageText(group.id, message_id, 'two');
    await api.sendChatAction(group.id, 'typing');
    await api.sendMessage(group.id, 'three');
    const refused = refusalOf(api.sendMessage(group.id, 'four'));
    expect(await refused).toMatch(/^429 Too Many Requests: retry after (59|60)$/);
    await write();
    telegram.advanceClock(61_000);
    await api.sendMessage(group.id, 'four');
    expect(telegram.violations).toEqual([]);
  });
});
