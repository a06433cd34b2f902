import { expect, test } from 'vitest';
import type { GatewayState } from '../../../src/bots/discord/gateway-connection.ts';
import { GatewayRefused } from '../../../src/bots/discord/gateway-connection.ts';
import type { BotSetup } from './support/bot-under-test.ts';
import { prepareBot } from './support/bot-under-test.ts';

/** A bot whose states can be awaited in the order in which they come. */
async function prepareWatched(setup: BotSetup = {}) {
  const states: GatewayState[] = [];
  const watchers: (() => void)[] = [];
  const onState = (state: GatewayState) => {
    states.push(state);
    for (const look of [...watchers]) look();
  };
  const easel = await prepareBot({ ...setup, bot: { ...setup.bot, onState } });
  const reached = (...wanted: GatewayState[]) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Expected the states ${wanted}; there were ${states}`)),
        15_000,
      );
      const look = () => {
        if (states.join() !== wanted.join()) return;
        clearTimeout(timer);
        resolve();
      };
      watchers.push(look);
      look();
    });
  return { easel, states, reached };
}

test('the bot connects with the one intent that is not privileged, and says how it stands', async () => {
  const { easel, states } = await prepareWatched();
  await using _ = easel;
  const { bot, discord } = easel;
  expect([bot.state, bot.isConnected]).toEqual(['off', false]);
  await Promise.all([bot.start(), bot.start()]);
  expect([bot.state, bot.isConnected]).toEqual(['connected', true]);
  expect(discord.gateway.identifies).toBe(1);
  expect(discord.gateway.connected.map(({ intents }) => intents)).toEqual([1]);
  await Promise.all([bot.stop(), bot.stop()]);
  expect(states).toEqual(['connecting', 'connected', 'off']);
  expect(discord.violations).toEqual([]);
});

test('a wrong token is refused in words, and not tried again', async () => {
  const { easel, states } = await prepareWatched({ bot: { token: 'bm90LXRoZS10b2tlbg.wrong.token' } });
  await using _ = easel;
  const error = await easel.bot.start().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GatewayRefused);
  expect(String(error)).toContain('the token is not valid');
  expect(states).toEqual(['connecting', 'refused']);
});

test('intents that are not allowed are refused in words', async () => {
  const { easel } = await prepareWatched();
  await using _ = easel;
  easel.discord.gateway.refuseIdentifyWith = 4014;
  await expect(easel.bot.start()).rejects.toThrow('intents are not allowed');
  expect(easel.bot.state).toBe('refused');
});

test('while Discord cannot be reached the bot keeps trying', async () => {
  const { easel, states } = await prepareWatched();
  await using _ = easel;
  // The library itself asks four times.
  const fault = easel.discord.faults.add({
    path: '/gateway/bot',
    times: 4,
    effect: { kind: 'status', status: 502 },
  });
  await easel.bot.start();
  expect(fault.hits).toBe(4);
  expect(states).toEqual(['connecting', 'connected']);
  expect(easel.discord.registeredCommands()).toContain('imagine');
});

test('it can be stopped while it is still connecting', async () => {
  const { easel } = await prepareWatched();
  await using _ = easel;
  const hold = easel.discord.faults.add({ path: '/gateway/bot', effect: { kind: 'hold' } });
  const started = easel.bot.start();
  await hold.happened();
  const stopped = easel.bot.stop();
  hold.release();
  await Promise.all([started, stopped]);
  expect(easel.bot.state).toBe('off');
});

test('a lost connection is resumed, and what was asked meanwhile is answered', async () => {
  const { easel, reached } = await prepareWatched();
  await using _ = easel;
  const { bot, discord } = easel;
  await bot.start();
  discord.gateway.dropConnections();
  await reached('connecting', 'connected', 'reconnecting');
  expect(bot.isConnected).toBe(false);
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await reached('connecting', 'connected', 'reconnecting', 'connected');
  await help.acknowledged();
  expect(discord.gateway.resumes).toBe(1);
});

test('a token that is revoked while the bot runs is seen', async () => {
  const { easel, reached } = await prepareWatched();
  await using _ = easel;
  await easel.bot.start();
  easel.discord.gateway.closeConnections(4004);
  await reached('connecting', 'connected', 'refused');
  const refusal = easel.log.entries.find(({ level }) => level === 'error');
  expect(refusal?.fields).toMatchObject({ code: 4004, meaning: 'the token is not valid' });
});

test('commands that cannot be registered do not keep the bot from serving people', async () => {
  const { easel } = await prepareWatched();
  await using _ = easel;
  const { bot, discord, log } = easel;
  discord.faults.add({ path: /commands$/, times: 2, effect: { kind: 'status', status: 500 } });
  discord.faults.add({ path: /commands$/, effect: { kind: 'status', status: 403, code: 50001 } });
  await bot.start();
  expect(bot.isConnected).toBe(true);
  expect(log.entries.map(({ message }) => message)).toContain('the commands could not be registered');
});

test('a stop waits for the answers that are under way', async () => {
  const { easel } = await prepareWatched();
  await using _ = easel;
  const { bot, discord } = easel;
  await bot.start();
  const hold = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await hold.happened();
  const stopped = bot.stop();
  hold.release();
  await stopped;
  expect(help.message()?.text).toContain('/models');
});

test('neither the bot token nor that of an interaction is ever logged', async () => {
  const { easel } = await prepareWatched();
  await using _ = easel;
  const { bot, core, discord, log } = easel;
  await bot.start();
  discord.faults.add({ path: /callback$/, effect: { kind: 'status', status: 400, code: 50035 } });
  const first = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await first.acknowledged();
  discord.faults.add({ path: /callback$/, effect: { kind: 'status', status: 400, code: 50035 } });
  const second = discord
    .person({ name: 'Ada' })
    .slash({ command: 'imagine', options: { prompt: 'a secret fox' } });
  await expect(core.acknowledged()).rejects.toThrow('rejected');
  const told = JSON.stringify(log.entries, (_key, value: unknown) =>
    value instanceof Error
      ? { ...value, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  );
  expect(told).toContain('50035');
  for (const secret of [discord.token, first.token, second.token, 'secret fox'])
    expect(told).not.toContain(secret);
});
