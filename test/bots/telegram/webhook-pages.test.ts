import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UpdateInbox } from '../../../src/bots/telegram/update-inbox.ts';
import { createWebhookPages } from '../../../src/bots/telegram/webhook-pages.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { RecordingLog } from './support/recording-log.ts';

const secret = 'a-secret-that-Telegram_knows';
const update = { update_id: 7, message: { text: 'a lighthouse' } };

describe('what Telegram calls', () => {
  let storage: Storage;
  let log: RecordingLog;
  let inbox: UpdateInbox;

  beforeEach(async () => {
    storage = await openSqliteStorage(':memory:');
    log = new RecordingLog();
    inbox = new UpdateInbox({ storage, now: () => 1_000 });
  });
  afterEach(() => storage.close());

  function bring(body: string, request: { readonly method?: string; readonly token?: string } = {}) {
    const { method = 'POST', token = secret } = request;
    return createWebhookPages({ inbox, secret, log }).request('/telegram', {
      method,
      headers: { 'X-Telegram-Bot-Api-Secret-Token': token, 'Content-Type': 'application/json' },
      ...(method === 'POST' && { body }),
    });
  }
  const waiting = () => storage.transaction(({ arrivedUpdates }) => arrivedUpdates.waiting(9));

  test('is answered when the update is kept as it came', async () => {
    const answer = await bring(JSON.stringify(update));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(await waiting()).toEqual([{ number: 7, content: JSON.stringify(update), arrivedAtMs: 1_000 }]);
  });

  test.each<[string, string, Parameters<typeof bring>[1], number]>([
    ['without the secret', JSON.stringify(update), { token: '' }, 401],
    ['with half of the secret', JSON.stringify(update), { token: secret.slice(0, 10) }, 401],
    ['by somebody who looks', '', { method: 'GET' }, 405],
    ['with what is no JSON', 'update_id=7', {}, 400],
    ['with what is no update', '{"update_id":"7"}', {}, 400],
    ['with far too much', JSON.stringify({ ...update, more: 'x'.repeat(1_000_001) }), {}, 413],
  ])('is refused %s', async (_, body, request, status) => {
    expect((await bring(body, request)).status).toBe(status);
    expect(await waiting()).toEqual([]);
  });

  test('is not confirmed when the update could not be kept, and tells nobody what it was', async () => {
    inbox.take = () => Promise.reject(new Error('the disk is full'));
    const answer = await bring(JSON.stringify(update));
    expect(answer.status).toBe(500);
    expect(log.of('error')).toEqual(['an update could not be taken in; Telegram brings it again']);
    expect(JSON.stringify(log.entries)).not.toContain('lighthouse');
  });
});
