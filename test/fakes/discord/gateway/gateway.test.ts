import { type ChatInputCommandInteraction, Client } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fake-discord.ts';
import { connect, deploy } from '../painting-bot.ts';

let discord: FakeDiscord;
let client: Client | undefined;

beforeEach(async () => {
  discord = await startFakeDiscord();
  await deploy(discord);
});

afterEach(async () => {
  await client?.destroy();
  await discord.close();
});

async function answeringClient(): Promise<void> {
  client = await connect(discord);
  client.on('interactionCreate', async (interaction) => {
    await (interaction as ChatInputCommandInteraction).reply('here');
  });
}

async function expectAnswer(): Promise<void> {
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.waitForMessage((one) => one.text === 'here', 'an answer');
}

test('a client that is asked to reconnect resumes and gets what happened meanwhile', async () => {
  await answeringClient();
  discord.gateway.askToReconnect();
  await expectAnswer();
  await discord.gateway.waitForResume();
  await expectAnswer();
  expect(discord.gateway.identifies).toBe(1);
});

test('a cut connection is resumed', async () => {
  await answeringClient();
  discord.gateway.dropConnections();
  await expectAnswer();
  expect(discord.gateway.resumes).toBe(1);
});

test('a connection that the gateway closes is resumed', async () => {
  await answeringClient();
  discord.gateway.closeConnections(4000);
  await discord.gateway.waitForResume();
  await expectAnswer();
  expect(discord.gateway.identifies).toBe(1);
});

test('an invalid session makes the client identify anew', async () => {
  await answeringClient();
  discord.gateway.invalidateSessions(false);
  await discord.gateway.waitForIdentify(2);
  await expectAnswer();
}, 30_000);

test('a client whose heartbeat stays unanswered gives the connection up', async () => {
  await discord.close();
  discord = await startFakeDiscord({ heartbeatIntervalMs: 200 });
  await deploy(discord);
  await answeringClient();
  discord.gateway.ignoreHeartbeats = true;
  await discord.gateway.waitForResume();
  discord.gateway.ignoreHeartbeats = false;
  await expectAnswer();
});

test('a wrong token is refused by the REST API, and by the gateway', async () => {
  const options = { intents: [], rest: { api: discord.url, retries: 0 } };
  client = new Client(options);
  await expect(client.login('wrong')).rejects.toThrow('An invalid token was provided.');
  expect(discord.requests.at(-1)).toMatchObject({ path: '/gateway/bot', status: 401 });
});

test('privileged intents and shard counts are refused with the codes of the platform', async () => {
  client = new Client({ intents: [1 << 15], rest: { api: discord.url } });
  await expect(client.login(discord.token)).rejects.toThrow('Used disallowed intents');
  discord.gateway.refuseIdentifyWith = 4011;
  client = new Client({ intents: [], rest: { api: discord.url } });
  await expect(client.login(discord.token)).rejects.toThrow('Sharding is required');
});

test('an event goes to the shard of its server', async () => {
  const { guild } = discord.home;
  const shard = Number((BigInt(guild.id) >> 22n) % 2n);
  client = new Client({ intents: [1], rest: { api: discord.url }, shards: [shard], shardCount: 2 });
  const ready = new Promise((resolve) => client?.once('clientReady', resolve));
  await client.login(discord.token);
  await ready;
  expect(client.guilds.cache.get(guild.id)?.name).toBe('home');
  discord.home.removeBot();
  await new Promise((resolve) => client?.once('guildDelete', resolve));
});

test('closing the fake leaves no connection behind', async () => {
  const connected = await connect(discord);
  const gone = new Promise((resolve) => connected.once('shardReconnecting', resolve));
  await discord.close();
  await gone;
  await connected.destroy();
  discord = await startFakeDiscord();
});
