import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';

const isNews = (message: { text: string }) => message.text.includes('3 of your requests');

test('what somebody missed is said to them alone, beside whatever they asked for', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  core.missed.push(3);
  const help = ada.slash({ command: 'help' });
  const news = await help.waitForMessage(isNews, 'the news');
  expect(news.ephemeral).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('it waits for the first answer to what was accepted', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const slow = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
  core.missed.push(3);
  const asked = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'a fox' } });
  await slow.happened();
  await discord.waitForRequest(
    ({ method, path }) => method === 'POST' && /^\/webhooks\//.test(path),
    'an attempt that comes too early',
  );
  slow.release();
  const news = await asked.waitForMessage(isNews, 'the news');
  expect(news.ephemeral).toBe(true);
  expect(asked.message()?.ephemeral).toBe(false);
});
