import { type ChatInputCommandInteraction, type Client, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from './fake-discord.ts';
import { connect, deploy, PIXEL, picture } from './painting-bot.ts';

let discord: FakeDiscord;
let client: Client<true>;

beforeEach(async () => {
  discord = await startFakeDiscord();
  await deploy(discord);
  client = await connect(discord);
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

function onSlash(listener: (interaction: ChatInputCommandInteraction) => Promise<void>): void {
  client.on('interactionCreate', async (interaction) => {
    if (interaction.isChatInputCommand()) await listener(interaction);
  });
}

test('a command is answered at once and the answer becomes a picture', async () => {
  onSlash(async (interaction) => {
    const response = await interaction.reply({ content: 'Painting…', withResponse: true });
    expect(response.resource?.message?.id).toMatch(/^\d{17,19}$/);
    await interaction.editReply({
      content: `Here is ${interaction.options.getString('prompt')}`,
      files: [picture()],
    });
  });
  const ada = discord.person({ name: 'Ada', locale: 'de' });
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a fox', count: 2 } });

  const first = await imagine.acknowledged();
  expect(first.kind).toBe('message');
  expect(first.afterMs).toBeGreaterThanOrEqual(0);
  const message = await imagine.waitForMessage((one) => one.attachments.length === 1, 'the picture');
  expect(message.text).toBe('Here is a fox');
  expect(discord.pictures(message)).toEqual([PIXEL]);
  expect(discord.violations).toEqual([]);
});

test('the bot downloads what a person attached, and reads the rest of the interaction', async () => {
  let seen: unknown;
  onSlash(async (interaction) => {
    const image = interaction.options.getAttachment('image', true);
    const bytes = Buffer.from(await (await fetch(image.url)).arrayBuffer());
    seen = {
      bytes,
      name: image.name,
      width: image.width,
      locale: interaction.locale,
      user: interaction.user.globalName,
      guild: interaction.guild?.name,
      channel: interaction.channel?.id,
      canAttach: interaction.appPermissions.has('AttachFiles'),
    };
    await interaction.reply({ content: 'got it', flags: MessageFlags.Ephemeral });
  });
  const ada = discord.person({ name: 'Ada', locale: 'de' });
  const image = { filename: 'cat.png', bytes: PIXEL, contentType: 'image/png' };
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x', image } });

  const message = await imagine.waitForMessage((one) => one.text === 'got it', 'the confirmation');
  expect(seen).toEqual({
    bytes: PIXEL,
    name: 'cat.png',
    width: 1,
    locale: 'de',
    user: 'Ada',
    guild: 'home',
    channel: discord.home.general.id,
    canAttach: true,
  });
  const eve = discord.person({ name: 'Eve' });
  expect([ada.sees(message), eve.sees(message)]).toEqual([true, false]);
  expect(discord.violations).toEqual([]);
});

test('autocomplete, defer, follow-up and delete', async () => {
  client.on('interactionCreate', async (interaction) => {
    if (interaction.isAutocomplete()) {
      await interaction.respond([{ name: `Flux for ${interaction.options.getFocused()}`, value: 'flux' }]);
    }
  });
  onSlash(async (interaction) => {
    await interaction.deferReply();
    await interaction.editReply('done');
    const followUp = await interaction.followUp({ content: 'and more', files: [picture('more.png')] });
    await interaction.webhook.editMessage(followUp, { content: 'and less', attachments: [] });
    await interaction.deleteReply();
  });
  const ada = discord.person({ name: 'Ada' });
  const typing = ada.autocomplete({ command: 'imagine', options: { model: 'fl' }, focused: 'model' });
  expect(await typing.choices()).toEqual([{ name: 'Flux for fl', value: 'flux' }]);

  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x', model: 'flux' }, in: 'direct' });
  const followUp = await imagine.waitForMessage((one) => one.text === 'and less', 'the edited follow-up');
  expect(followUp.attachments).toEqual([]);
  await discord.waitForRequest((request) => request.method === 'DELETE', 'the deletion of the answer');
  expect(imagine.message()?.visibleTo(ada)).toBe(false);
  expect(discord.violations).toEqual([]);
});

test('a person cannot use what the bot did not register', () => {
  const ada = discord.person({ name: 'Ada' });
  const slash = (command: string, options: Record<string, string | number>) => () =>
    ada.slash({ command, options });
  expect(slash('paint', {})).toThrow('"paint" (type 1) is not registered here; there are: imagine');
  expect(slash('imagine', { prompt: 'x', size: 1 })).toThrow('/imagine has no option "size"');
  expect(slash('imagine', { count: 1 })).toThrow('/imagine needs the option "prompt"');
  expect(slash('imagine', { prompt: 'x', count: 5 })).toThrow('Expected the option "count"');
  expect(slash('imagine', { prompt: 3 })).toThrow('Expected the option "prompt"');
});

test('a time-out says what was awaited and what was said', async () => {
  onSlash(async (interaction) => {
    await interaction.reply('Painting…');
  });
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.acknowledged();
  await expect(imagine.waitForMessage(() => false, 'a picture of a fox', 5)).rejects.toThrow(
    /a picture of a fox \(imagine by Ada;\sfirst answer: message; clients on the gateway: 1.*Easel: Painting…/s,
  );
});
