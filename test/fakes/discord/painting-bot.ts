import { AttachmentBuilder, Client, GatewayIntentBits, REST, Routes, SlashCommandBuilder } from 'discord.js';
import type { FakeDiscord } from './fake-discord.ts';

/** A PNG of one white pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

export const IMAGINE = new SlashCommandBuilder()
  .setName('imagine')
  .setDescription('Paint a picture')
  .addStringOption((option) => option.setName('prompt').setDescription('What to paint').setRequired(true))
  .addAttachmentOption((option) => option.setName('image').setDescription('A reference'))
  .addIntegerOption((option) =>
    option.setName('count').setDescription('How many').setMinValue(1).setMaxValue(4),
  )
  .addStringOption((option) => option.setName('model').setDescription('Which model').setAutocomplete(true));

export function restOf(discord: FakeDiscord, options: { token?: string; retries?: number } = {}): REST {
  return new REST({ api: discord.url, retries: options.retries ?? 0 }).setToken(
    options.token ?? discord.token,
  );
}

/** Registers commands the way a bot does. */
export async function deploy(
  discord: FakeDiscord,
  commands: readonly object[] = [IMAGINE.toJSON()],
): Promise<void> {
  await restOf(discord).put(Routes.applicationCommands(discord.applicationId), { body: commands });
}

/** A real client, connected to the fake and ready. */
export async function connect(
  discord: FakeDiscord,
  intents: number[] = [GatewayIntentBits.Guilds],
): Promise<Client<true>> {
  const client = new Client({ intents, rest: { api: discord.url, cdn: discord.cdnUrl, retries: 0 } });
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  return ready;
}

export function picture(name = 'picture.png'): AttachmentBuilder {
  return new AttachmentBuilder(PIXEL, { name });
}
