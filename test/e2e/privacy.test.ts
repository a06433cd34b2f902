import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';

const world = inhabitedWorld();
const says = (words: RegExp) => (one: { text?: string; caption?: string }) =>
  words.test(one.text ?? one.caption ?? '');

function adaOnDiscord() {
  const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
  const use = (command: string, words: RegExp, options: Record<string, string> = {}) =>
    ada.slash({ command, options }).waitForMessage(({ text }) => words.test(text), String(words));
  const paint = async (prompt: string) => {
    const painting = ada.slash({ command: 'imagine', options: { prompt } });
    return painting.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, prompt);
  };
  const press = (asked: Parameters<typeof ada.press>[0], words: RegExp) =>
    ada.press(asked).waitForMessage(({ text }) => words.test(text), String(words));
  return { ada, use, paint, press };
}

function adaOnTelegram() {
  const chat = world.telegram.person({ name: 'Ada', startedBot: true }).privateChat();
  const use = (text: string, words: RegExp) => {
    const known = new Set(chat.botMessages().map(({ message_id }) => message_id));
    chat.sendText(text);
    return chat.waitForMessage(
      (one) => !known.has(one.message_id) && says(words)(one),
      `${words} after ${text}`,
    );
  };
  return { chat, use };
}

async function noFilesAreLeft(): Promise<void> {
  const folder = world.environment.PICTURES_URL ?? '';
  await expect
    .poll(
      async () => {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
      },
      { timeout: 10_000 },
    )
    .toEqual([]);
}

test('a person on Discord sees what is kept, gets a copy of it, and has it erased', async () => {
  const { ada, paint, press, use } = adaOnDiscord();
  const fox = await paint('a secret fox');
  const page = await use('privacy', /What I keep about you/);
  expect(page.ephemeral).toBe(true);
  expect(page.text).toMatch(/\*\*1\*\* request, with your words.*\*\*1\*\* picture of yours/s);
  expect(page.text).toContain('Pictures go 30 days after they were made');

  const copy = await ada
    .press(page.button(/copy/))
    .waitForMessage(({ attachments }) => attachments.length === 1, 'the copy');
  expect(copy.ephemeral).toBe(true);
  const [file] = copy.visibleAttachments;
  const data = JSON.parse(file?.bytes.toString('utf8') ?? '');
  expect(data).toMatchObject({
    people: [`discord:${ada.id}`],
    requests: [{ wish: { prompt: 'a secret fox' } }],
  });
  expect(JSON.stringify(data)).not.toMatch(/"token"/);

  const question = await press(page.button(/Erase/), /Shall I erase all of this for good/);
  expect(question.id).toBe(page.id);
  expect(question.text).toMatch(/What stays:.*messages in chats/s);
  await press(question.button('Keep it'), /What I keep about you/);
  const again = await press(page.button(/Erase/), /for good/);
  await press(again.button('🗑 Erase everything'), /Erased/);
  await noFilesAreLeft();
  await use('history', /I keep no pictures of yours/);
  expect((await use('privacy', /What I keep/)).text).toContain('No requests, no pictures, no settings');
  await use('usage', /Today: \*\*1\*\* picture/);
  // What was posted stays, and its 🗑 still takes it away.
  expect(fox.deleted).toBe(false);
  await press(fox.button(/Again/), /were deleted|Deleted/);
  ada.press(fox.button(/Delete/));
  await expect.poll(() => fox.deleted).toBe(true);
});

test('the same on Telegram, and in a group nothing of it is shown', async () => {
  const { chat, use } = adaOnTelegram();
  const fox = await use('/imagine a secret fox', /a secret fox.*\$/s);
  const page = await use('/privacy', /What I keep about you/);
  chat.tap(page, '📦 Send me a copy');
  const copy = await chat.waitForMessage(({ document }) => document !== undefined, 'the copy');
  expect(copy.document?.file_name).toBe('easel-data.json');
  expect(copy.caption).toContain('All that I keep about you');
  const data = JSON.parse(await download(copy.document?.file_id ?? ''));
  expect(data).toMatchObject({ requests: [{ wish: { prompt: 'a secret fox' } }] });

  chat.tap(page, '🗑 Erase it all…');
  await chat.waitForMessage(
    (one) => one.message_id === page.message_id && says(/for good/)(one),
    'the question',
  );
  chat.tap(page, '🗑 Erase everything');
  await chat.waitForMessage((one) => one.message_id === page.message_id && says(/Erased/)(one), 'the end');
  await noFilesAreLeft();
  await use('/history', /I keep no pictures of yours/);
  chat.tap(fox, '🗑 Delete');
  await world.telegram.waitFor(
    () => chat.botMessages().every(({ message_id }) => message_id !== fox.message_id) || undefined,
    'the message to go',
  );

  const ben = world.telegram.person({ name: 'Ben', startedBot: true });
  const group = world.telegram.group({ title: 'Painters', kind: 'supergroup', members: [ben] });
  group.send(ben, '/privacy@easel_bot');
  await group.waitForMessage(says(/in private|private chat|privately/), 'that it is private');
});

test('what waits and what is at work ends, and its messages go', async () => {
  await world.restart({ settings: { MAX_RUNNING_PER_USER: '1' } });
  const { chat, use } = adaOnTelegram();
  const hold = world.runware.hold();
  const atWork = await use('/imagine a secret fox', /a secret fox/);
  await hold.arrived;
  const waiting = await use('/imagine a secret owl', /a secret owl/);
  const page = await use('/privacy', /\b2 requests, with your words/);
  chat.tap(page, '🗑 Erase it all…');
  await chat.waitForMessage(
    (one) => one.message_id === page.message_id && says(/2 requests that wait or are at work/)(one),
    'what is cancelled',
  );
  chat.tap(page, '🗑 Erase everything');
  await world.telegram.waitFor(() => {
    const ids = chat.botMessages().map(({ message_id }) => message_id);
    return !ids.includes(waiting.message_id) && !ids.includes(atWork.message_id) ? true : undefined;
  }, 'both messages to go');
  hold.release();
  await expect
    .poll(() => world.easel.events.filter(({ name }) => name === 'generation-cancelled'))
    .toHaveLength(2);
  await noFilesAreLeft();
  expect(world.runware.ledger.entries).toHaveLength(1);
  await use('/usage', /Today: 1 picture/);
  await use('/imagine a cat', /a cat.*\$/s);
});

async function download(fileId: string): Promise<string> {
  const { TELEGRAM_API_URL: url, TELEGRAM_TOKEN: token } = world.environment;
  const found = await fetch(`${url}/bot${token}/getFile?file_id=${fileId}`);
  const { result } = (await found.json()) as { result: { file_path: string } };
  const file = await fetch(`${url}/file/bot${token}/${result.file_path}`);
  return file.text();
}
