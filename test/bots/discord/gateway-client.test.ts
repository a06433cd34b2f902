import type { Client } from 'discord.js';
import { expect, test } from 'vitest';
import { GatewayClient } from '../../../src/bots/discord/gateway-client.ts';
import { startBot } from './support/bot-under-test.ts';

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
