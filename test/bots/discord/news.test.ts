import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';

const isNews = (message: { text: string }) => message.text.includes('3 of your requests');

test('what somebody missed is said to them alone, beside whatever they asked for', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  for (const id of ['a', 'b', 'c']) core.missed.add(id);
  const help = ada.slash({ command: 'help' });
  const news = await help.waitForMessage(isNews, 'the news');
  expect(news.ephemeral).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('it waits for the first answer to what was accepted', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const slow = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
  for (const id of ['a', 'b', 'c']) core.missed.add(id);
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

test('what did not arrive is said again the next time, and then no more', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  for (const id of ['a', 'b', 'c']) core.missed.add(id);
  discord.faults.add({ path: /^\/webhooks\//, effect: { kind: 'status', status: 403, code: 50013 } });
  const first = ada.slash({ command: 'help' });
  await first.acknowledged();
  await discord.waitForRequest(
    ({ method, path }) => method === 'POST' && /^\/webhooks\//.test(path),
    'the attempt that is refused',
  );
  const second = ada.slash({ command: 'help' });
  await second.waitForMessage(isNews, 'the news');
  expect(await core.forgotten.promise).toEqual(['a', 'b', 'c']);
});
