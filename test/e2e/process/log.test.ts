import type { TelegramMessage } from '@gramio/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { World } from '../support/easel-under-test.ts';
import { createWorld } from '../support/easel-under-test.ts';
import type { RunningProgram } from './running-program.ts';
import { startNode } from './running-program.ts';

/** Stands in whatever people write, and nowhere else. */
const secret = 'zanzibar';

let world: World;
let program: RunningProgram;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await program.dispose();
  await world.close();
});

async function start(settings: Readonly<Record<string, string>>): Promise<void> {
  program = startNode('src/main.ts', {
    environment: { ...world.environment, LOG_LEVEL: 'debug', ...settings },
  });
  await program.waitForLog('Easel is ready');
}

test('no word of a person is in the log at any level, whatever fails', async () => {
  await start({});
  const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
  const chat = world.telegram.person({ name: 'Ada', startedBot: true }).privateChat();
  const said = (words: RegExp) => (one: TelegramMessage) => words.test(one.text ?? one.caption ?? '');
  const onDiscord = (command: string, options: Record<string, string>, words: RegExp) =>
    ada.slash({ command, options }).waitForMessage(({ text }) => words.test(text), String(words));

  await onDiscord('imagine', { prompt: `a ${secret} fox`, style: 'ink' }, /\$/);
  await onDiscord('history', { words: secret }, /1 of 1/);
  chat.sendText(`/imagine a ${secret} owl`);
  await chat.waitForMessage(said(/owl.*\$/s), 'the owl');
  chat.sendText(`/imagine --count 9 a ${secret} cat`);
  await chat.waitForMessage(said(/9/), 'that nine are too many');

  // The service names the words in its complaints, and the platforms get them in what they refuse.
  const message = `The prompt "a ${secret} dog" is not allowed`;
  world.runware.fail({ kind: 'error', code: 'invalidPositivePrompt', message, details: { prompt: secret } });
  await onDiscord('imagine', { prompt: `a ${secret} dog` }, /could not|not|cannot/);
  world.runware.fail({ kind: 'body', status: 502, body: `<h1>${secret}</h1>`, paints: false });
  world.telegram.fail({ kind: 'server-error', on: 'editMessageMedia' });
  world.discord.faults.add({ path: /webhooks/, effect: { kind: 'status', status: 500, message } });
  chat.sendText(`/imagine a ${secret} wolf`);
  await chat.waitForMessage(said(/wolf.*(\$|charged)/s), 'the end of the wolf');
  await onDiscord(
    'imagine',
    { prompt: `a ${secret} bear`, link: `https://${secret}.invalid/x.png` },
    /charged/,
  );
  chat.sendText(`/imagine --link http://10.0.0.1/${secret}.png a ${secret} hare`);
  await chat.waitForMessage(said(/hare.*charged/s), 'that the link is refused');

  const page = await onDiscord('privacy', {}, /What I keep/);
  const question = await ada
    .press(page.button(/Erase/))
    .waitForMessage(({ text }) => /for good/.test(text), 'the question');
  await ada
    .press(question.button('🗑 Erase everything'))
    .waitForMessage(({ text }) => /Erased/.test(text), 'that it is erased');
  await program.waitForLog('a person had everything erased');

  program.signal('SIGTERM');
  expect((await program.ended()).code).toBe(0);
  const levels = new Set(program.log.map(({ level }) => level));
  expect([...levels]).toEqual(expect.arrayContaining(['info', 'warn']));
  const all = `${program.stdout}${program.stderr}`;
  expect(all.split('\n').filter((line) => line.toLowerCase().includes(secret))).toEqual([]);
});

test('what people ask for is in the log where the operator says so, once, and no secret with it', async () => {
  const token = world.environment.TELEGRAM_TOKEN ?? '';
  await start({ LOG_PROMPTS: 'on' });
  const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
  const asked = ada.slash({ command: 'imagine', options: { prompt: `a ${secret} fox ${token}` } });
  await asked.waitForMessage(({ text }) => /\$/.test(text), 'the picture');
  program.signal('SIGTERM');
  expect((await program.ended()).code).toBe(0);
  const lines = program.stdout.split('\n').filter((line) => line.includes(secret));
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 'info',
      msg: 'a request was accepted',
      personId: `discord:${ada.id}`,
      prompt: `a ${secret} fox [secret]`,
    }),
  ]);
});
