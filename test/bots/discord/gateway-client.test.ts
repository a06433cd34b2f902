import type { Client } from 'discord.js';
import { expect, test } from 'vitest';
import { GatewayClient } from '../../../src/bots/discord/gateway-client.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { deploy } from '../../fakes/discord/painting-bot.ts';
import { startBot } from './support/bot-under-test.ts';
import { RecordingLog } from './support/recording-log.ts';

test('however many people ask, the library keeps none of them in memory', async () => {
  // Registers the commands, and answers.
  await using easel = await startBot();
  const { discord, log } = easel;
  const crowd = Array.from({ length: 20 }, (_, index) => discord.person({ name: `p${index}` }));
  const everybodyAsked = Promise.withResolvers<Client<true>>();
  const heard = new Set<string>();
  const gateway = new GatewayClient({
    token: discord.token,
    apiUrl: discord.url,
    cdnUrl: discord.cdnUrl,
    shards: undefined,
    log,
    onInteraction: ({ client, user }) => {
      heard.add(user.id);
      if (heard.size === crowd.length) everybodyAsked.resolve(client);
    },
    onMessage: undefined,
    onConnectionChange: () => {},
    onServersLost: () => {},
  });
  try {
    await gateway.open();
    for (const [index, person] of crowd.entries()) {
      person.slash({ command: 'help', ...(index % 2 === 0 ? { in: 'direct' } : {}) });
    }
    const { channels, guilds, user, users } = await everybodyAsked.promise;
    const people = [users.cache, ...guilds.cache.map(({ members }) => members.cache)];
    expect(people.flatMap((kept) => [...kept.keys()]).filter((id) => id !== user.id)).toEqual([]);
    expect(channels.cache.filter((channel) => channel.isDMBased()).size).toBe(0);
  } finally {
    await gateway.close();
  }
});

test('what came before all shards had begun is left where Discord takes no answer any more', async () => {
  // All that is made in an even millisecond belongs to shard 0.
  await using discord = await startFakeDiscord({ shards: 2, now: () => Date.UTC(2026, 0) });
  await deploy(discord);
  let nowMs = 0;
  const waits = Promise.withResolvers<void>();
  const begins = Promise.withResolvers<void>();
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  let left = { id: '', told: () => {} };
  const gateway = new GatewayClient({
    token: discord.token,
    apiUrl: discord.url,
    cdnUrl: discord.cdnUrl,
    shards: { numbers: [0, 1], count: 2 },
    createIdentifyTurns: () => ({
      waitForIdentify: async (shard) => {
        if (shard === 0) return;
        waits.resolve();
        await begins.promise;
      },
    }),
    log: new RecordingLog(),
    now: () => nowMs,
    onInteraction: ({ user }) => {
      heard.push(user.username);
      if (heard.includes('eve')) last.resolve();
    },
    onMessage: undefined,
    onConnectionChange: () => {},
    onServersLost: (isLost) => {
      if (left.id !== '' && isLost(left.id)) left.told();
    },
  });
  /** Resolves when the shard has been told of it, since it was told of something later. */
  const ask = async (name: string) => {
    discord.person({ name }).slash({ command: 'imagine', options: { prompt: 'a fox' }, in: 'direct' });
    const place = discord.guild({ name: 'left again' });
    await new Promise<void>((told) => {
      left = { id: place.id, told };
      place.removeBot();
    });
  };
  const opening = gateway.open();
  try {
    await waits.promise;
    await discord.gateway.waitForSession(1);
    await ask('Ada');
    nowMs += 1;
    await ask('Eve');
    nowMs += 3_000;
    begins.resolve();
    await opening;
    await last.promise;
    expect(heard).toEqual(['eve']);
  } finally {
    await gateway.close();
  }
});
