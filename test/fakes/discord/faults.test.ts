import { HTTPError, RateLimitError, type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InteractionHandle } from './control/interaction-handle.ts';
import { type FakeDiscord, startFakeDiscord } from './fake-discord.ts';
import { deploy, PIXEL, restOf } from './painting-bot.ts';

let discord: FakeDiscord;
let rest: REST;

beforeEach(async () => {
  discord = await startFakeDiscord();
  rest = restOf(discord);
  await deploy(discord);
});

afterEach(async () => {
  await discord.close();
});

function slash(): InteractionHandle {
  return discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
}

function answer(handle: InteractionHandle, through = rest): Promise<unknown> {
  return through.post(Routes.interactionCallback(handle.id, handle.token), {
    body: { type: 4, data: { content: 'a' } },
    auth: false,
  });
}

function post(through = rest, content = 'a'): Promise<unknown> {
  return through.post(Routes.channelMessages(discord.home.general.id), { body: { content } });
}

const toChannel = { method: 'POST', path: /^\/channels\/\d+\/messages$/ };

test('a rate limit is waited for and then kept', async () => {
  const fault = discord.faults.add({
    ...toChannel,
    effect: { kind: 'rate-limit', retryAfterSeconds: 0.01, scope: 'user' },
  });
  const limited: string[] = [];
  rest.on('rateLimited', ({ scope }) => limited.push(scope));
  await post();
  expect([fault.hits, limited]).toEqual([1, ['user']]);
  expect(
    discord.requests.filter((request) => request.path.endsWith('/messages')).map(({ status }) => status),
  ).toEqual([429, 200]);
  discord.faults.add({ ...toChannel, effect: { kind: 'rate-limit', retryAfterSeconds: 9, scope: 'global' } });
  rest.options.rejectOnRateLimit = () => true;
  await expect(post()).rejects.toThrow(RateLimitError);
});

test('errors of the server and refusals, as often as wanted and after as many as wanted', async () => {
  discord.faults.add({ ...toChannel, times: 2, effect: { kind: 'status', status: 503 } });
  discord.faults.add({
    ...toChannel,
    after: 1,
    effect: { kind: 'status', status: 403, code: 50013, message: 'Missing Permissions' },
  });
  await post(restOf(discord, { retries: 2 }));
  await expect(post()).rejects.toMatchObject({ status: 403, code: 50013 });
  await post();
  expect(discord.messagesIn(discord.home.general)).toHaveLength(2);
  expect(discord.violations).toEqual([]);
});

test('a fault can look at the body', async () => {
  discord.faults.add({
    ...toChannel,
    when: ({ body }) => JSON.stringify(body).includes('unlucky'),
    effect: { kind: 'status', status: 413, code: 40005 },
  });
  await post();
  await expect(post(rest, 'unlucky')).rejects.toMatchObject({ status: 413, code: 40005 });
});

test('a lost answer to a first answer leads to 40060 on the next try, which is nobody’s fault', async () => {
  discord.faults.add({ path: /\/callback$/, effect: { kind: 'reset', when: 'after' } });
  const handle = slash();
  await expect(answer(handle, restOf(discord, { retries: 1 }))).rejects.toMatchObject({ code: 40060 });
  expect(handle.message()?.text).toBe('a');
  discord.faults.add({ path: /\/callback$/, effect: { kind: 'lost-answer', status: 502 } });
  const another = slash();
  await expect(answer(another)).rejects.toThrow(HTTPError);
  expect(another.message()?.text).toBe('a');
  expect(discord.violations).toEqual([]);
});

test('a connection that breaks before the request is processed leaves no trace', async () => {
  const before = discord.faults.add({ ...toChannel, effect: { kind: 'reset', when: 'before' } });
  await expect(post()).rejects.toThrow();
  const upload = discord.faults.add({ ...toChannel, effect: { kind: 'reset', when: 'upload' } });
  const files = [{ name: 'a.png', data: Buffer.alloc(4 * 1024 * 1024, PIXEL) }];
  await expect(
    rest.post(Routes.channelMessages(discord.home.general.id), { body: {}, files }),
  ).rejects.toThrow();
  expect([before.hits, upload.hits]).toEqual([1, 1]);
  expect(discord.messagesIn(discord.home.general)).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('a held request waits for its release', async () => {
  const hold = discord.faults.add({ ...toChannel, effect: { kind: 'hold' } });
  const posted = post();
  await hold.happened();
  expect(discord.messagesIn(discord.home.general)).toEqual([]);
  hold.release();
  await posted;
  expect(discord.messagesIn(discord.home.general)).toHaveLength(1);
});

test('a delay that makes an answer late is not a violation', async () => {
  await using hasty = await startFakeDiscord({ acknowledgeWithinMs: 0 });
  await deploy(hasty);
  hasty.faults.add({ path: /\/callback$/, effect: { kind: 'delay', delayMs: 5 } });
  const handle = hasty.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await expect(answer(handle, restOf(hasty))).rejects.toMatchObject({ code: 10062 });
  expect(hasty.violations).toEqual([]);
});

test('the announced size may be more than the applied one', async () => {
  await using stingy = await startFakeDiscord({ actualAttachmentSizeLimitBytes: 10 });
  await deploy(stingy);
  const handle = stingy.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  const reply = restOf(stingy).post(Routes.interactionCallback(handle.id, handle.token), {
    body: { type: 4, data: {} },
    files: [{ name: 'a.png', data: PIXEL }],
    auth: false,
  });
  await expect(reply).rejects.toMatchObject({ status: 413, code: 40005 });
  expect(stingy.violations).toEqual([]);
});

test('a reset forgets what was said and lets held requests go', async () => {
  const hold = discord.faults.add({ ...toChannel, effect: { kind: 'hold' } });
  const posted = post();
  await hold.happened();
  discord.reset();
  await posted;
  await post();
  expect(discord.requests.map(({ path }) => path)).toEqual([`/channels/${discord.home.general.id}/messages`]);
  expect(discord.registeredCommands()).toEqual(['imagine']);
});
