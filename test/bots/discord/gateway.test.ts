import { expect, test } from 'vitest';
import type { Connection, ConnectionState } from '../../../src/bots/connection.ts';
import { GatewayRefused } from '../../../src/bots/discord/gateway-connection.ts';
import type { Gateway } from '../../fakes/discord/gateway/gateway.ts';
import type { BotSetup } from './support/bot-under-test.ts';
import { prepareBot, startBot } from './support/bot-under-test.ts';

/** A bot whose states can be awaited in the order in which they come. */
async function prepareWatched(setup: BotSetup = {}) {
  const states: ConnectionState[] = [];
  const reasons: (string | undefined)[] = [];
  const watchers: (() => void)[] = [];
  const onConnectionChange = ({ state, reason }: Connection) => {
    states.push(state);
    reasons.push(reason);
    for (const look of [...watchers]) look();
  };
  const easel = await prepareBot({ ...setup, bot: { ...setup.bot, onConnectionChange } });
  const reached = (...wanted: ConnectionState[]) =>
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
  return { easel, states, reasons, reached };
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

test('a bot is ready to take the place of another once that can know of it', async () => {
  const steps: string[] = [];
  const handOver = {
    waits: async () => void steps.push('says that it waits'),
    listens: async () => {},
    isLost: async () => false,
    relieve: async () => {},
    claims: async () => true,
  };
  const post = { hold: async () => false, leave: async () => {} };
  const onConnectionChange = ({ state }: Connection) => void steps.push(state);
  await using easel = await prepareBot({ bot: { handOver, post, onConnectionChange } });
  await easel.bot.start();
  expect(steps.slice(0, 2)).toEqual(['says that it waits', 'standing-by']);
});

test('a bot whose connection was lost a moment ago lets another process take its place all the same', async () => {
  let relieved = 0;
  const handOver = {
    waits: async () => {},
    listens: async () => {},
    isLost: () => new Promise<boolean>(() => {}),
    relieve: async (leave: () => Promise<void>) => {
      relieved += 1;
      await leave();
    },
    claims: async () => true,
  };
  const { easel, reached } = await prepareWatched({ bot: { handOver } });
  await using _ = easel;
  await easel.bot.start();
  easel.discord.gateway.dropConnections();
  await reached('connecting', 'connected', 'reconnecting');
  await easel.bot.stop();
  expect(relieved).toBe(1);
});

test('whoever cannot be heard in time is told so, and it is counted', async () => {
  let unheard = 0;
  const handOver = {
    waits: async () => {},
    listens: async () => {},
    isLost: () => new Promise<boolean>(() => {}),
    relieve: async () => {},
    claims: (_id: string, patience?: AbortSignal) =>
      new Promise<boolean>((resolve) => patience?.addEventListener('abort', () => resolve(true))),
  };
  const onTooManyAtOnce = () => {
    unheard += 1;
  };
  await using easel = await startBot({ bot: { handOver, onTooManyAtOnce } });
  const { core, discord } = easel;
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.acknowledged();
  expect(imagine.message()?.text).toContain('So many people');
  expect(imagine.message()?.ephemeral).toBe(true);
  expect([core.requests.length, unheard]).toEqual([0, 1]);
  expect(discord.violations).toEqual([]);
});

test('a bot that was taken for dead leaves its connection to the other, and comes back when that ends', async () => {
  const takenForDead = Promise.withResolvers<boolean>();
  const otherEnds = Promise.withResolvers<void>();
  const losses = [takenForDead.promise, new Promise<boolean>(() => {})];
  const answers = [true, false];
  const handOver = {
    waits: async () => {},
    listens: async () => {},
    isLost: async () => losses.shift() ?? false,
    relieve: async () => {},
    claims: async () => true,
  };
  const post = {
    hold: async () => answers.shift() ?? otherEnds.promise.then(() => true),
    leave: async () => {},
  };
  const { easel, reached } = await prepareWatched({ bot: { handOver, post } });
  await using _ = easel;
  const { bot, discord } = easel;
  await bot.start();
  takenForDead.resolve(true);
  await reached('connecting', 'connected', 'standing-by');
  await discord.gateway.waitUntilLeft();
  otherEnds.resolve();
  await reached('connecting', 'connected', 'standing-by', 'connecting', 'connected');
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await help.acknowledged();
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

test.each([
  [4004, 'the token is not valid'],
  [4011, 'the bot is in too many servers for one shard'],
  [4013, 'the intents are not valid'],
  [4014, 'the intents are not allowed for this application'],
])('a refusal (%i) while the bot runs is said once, and nothing is tried again', async (code, meaning) => {
  const { easel, reached, reasons } = await prepareWatched();
  await using _ = easel;
  await easel.bot.start();
  easel.discord.gateway.closeConnections(code);
  await reached('connecting', 'connected', 'refused');
  const errors = easel.log.entries.filter(({ level }) => level === 'error');
  expect(errors.map(({ fields }) => fields)).toEqual([{ shard: 0, code, meaning }]);
  expect(reasons.at(-1)).toBe(`Discord refused the connection: ${meaning}`);
  expect(easel.discord.gateway.identifies).toBe(1);
});

test.each([
  ['op 7 is resumed', (gateway: Gateway) => gateway.askToReconnect(), { resumes: 1, identifies: 1 }],
  [
    'op 9 (false) begins a new session',
    (gateway: Gateway) => gateway.invalidateSessions(false),
    { resumes: 0, identifies: 2 },
  ],
])('%s, and what is asked then is answered', async (_name, trouble, counts) => {
  const { easel, reached, reasons } = await prepareWatched();
  await using _ = easel;
  const { bot, discord } = easel;
  await bot.start();
  trouble(discord.gateway);
  await reached('connecting', 'connected', 'reconnecting', 'connected');
  expect(reasons).toEqual([undefined, undefined, expect.stringContaining('was lost'), undefined]);
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await help.acknowledged();
  expect(discord.gateway).toMatchObject(counts);
});

test('op 9 (true) is resumed on the same connection, and what is asked then is answered', async () => {
  const { easel, states } = await prepareWatched();
  await using _ = easel;
  const { bot, discord } = easel;
  await bot.start();
  discord.gateway.invalidateSessions(true);
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await help.acknowledged();
  expect(discord.gateway).toMatchObject({ resumes: 1, identifies: 1 });
  expect(states).toEqual(['connecting', 'connected']);
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

test('a bot that has some of the shards serves the servers of these', async () => {
  const count = 2;
  const shards = { numbers: [0], count };
  await using easel = await prepareBot({ bot: { shards } });
  const { bot, discord } = easel;
  await bot.start();
  expect(discord.gateway.connected.map(({ shard }) => shard)).toEqual([[0, count]]);
  const isOwn = ({ guild }: typeof discord.home) => Number((BigInt(guild.id) >> 22n) % 2n) === 0;
  const served: (typeof discord.home)[] = [];
  // Ids begin with the time, so those of one moment belong to the same shard.
  for (let number = 0; served.length < 3; number += 1) {
    const server = discord.guild({ name: `${number}` });
    if (isOwn(server)) served.push(server);
  }
  const ada = discord.person({ name: 'Ada' });
  for (const { general } of served) await ada.slash({ command: 'help', in: general }).acknowledged();
});
