import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  ContextMenuCommandBuilder,
  FileUploadBuilder,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from './fake-discord.ts';
import { connect, deploy, IMAGINE, PIXEL, picture } from './painting-bot.ts';

let discord: FakeDiscord;
let client: Client<true>;

const EDIT = new ContextMenuCommandBuilder()
  .setName('Edit with a prompt')
  .setType(ApplicationCommandType.Message);
const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };

beforeEach(async () => {
  discord = await startFakeDiscord();
  await deploy(discord, [{ ...IMAGINE.toJSON(), ...EVERYWHERE }, EDIT.toJSON()]);
  client = await connect(discord);
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

function onInteraction(listener: (interaction: Interaction) => Promise<unknown>): void {
  client.on('interactionCreate', async (interaction) => {
    await listener(interaction);
  });
}

const again = new ButtonBuilder().setCustomId('again:1').setLabel('Again').setStyle(ButtonStyle.Primary);

test('a button updates the message it is on, for those who see it', async () => {
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const row = new ActionRowBuilder<ButtonBuilder>().addComponents(again);
      await interaction.reply({ content: 'one', components: [row], flags: MessageFlags.Ephemeral });
    } else if (interaction.isButton()) {
      await interaction.update({ content: `pressed ${interaction.customId}`, components: [] });
      await interaction.editReply({ files: [picture()] });
      await interaction.followUp({ content: 'by the way', flags: MessageFlags.Ephemeral });
    }
  });
  const ada = discord.person({ name: 'Ada' });
  const eve = discord.person({ name: 'Eve' });
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x' } });
  const message = await imagine.waitForMessage((one) => one.buttons.length === 1, 'a button');
  const button = message.button(/again/i);
  expect(() => eve.press(button)).toThrow('Eve cannot see that message');

  const pressed = ada.press(button);
  expect((await pressed.acknowledged()).kind).toBe('update');
  await pressed.waitForMessage((one) => one.attachments.length === 1, 'the picture');
  const followUp = await pressed.waitForMessage((one) => one.text === 'by the way', 'the follow-up');
  expect(followUp.ephemeral).toBe(true);
  expect(message.text).toBe('pressed again:1');
  expect(() => ada.press(button)).toThrow('no longer on it');
  expect(() => message.button('Again')).toThrow('the message has: none');
  expect(discord.violations).toEqual([]);
});

test('a select menu offers its options only', async () => {
  const menu = new StringSelectMenuBuilder()
    .setCustomId('model')
    .addOptions({ label: 'Flux', value: 'flux' });
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const row = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
      await interaction.reply({ content: 'which?', components: [row] });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.update({ content: `chose ${interaction.values.join()}` });
    }
  });
  const ada = discord.person({ name: 'Ada' });
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x' } });
  const message = await imagine.waitForMessage((one) => one.selects.length === 1, 'the menu');
  expect(() => ada.choose(message.select('model'), ['dall-e'])).toThrow(
    'The menu has no dall-e; there are: flux',
  );
  const chosen = ada.choose(message.select('model'), ['flux']);
  expect((await chosen.waitForMessage((one) => one.text === 'chose flux', 'the choice')).edits).toBe(1);
});

test('a message command opens a form with a file, which is answered', async () => {
  let target: unknown;
  let uploaded: Buffer | undefined;
  onInteraction(async (interaction) => {
    if (interaction.isMessageContextMenuCommand()) {
      const message = interaction.targetMessage;
      target = {
        content: message.content,
        author: message.author.globalName,
        files: message.attachments.size,
      };
      const prompt = new TextInputBuilder()
        .setCustomId('prompt')
        .setStyle(TextInputStyle.Short)
        .setMaxLength(20);
      await interaction.showModal(
        new ModalBuilder()
          .setCustomId('edit:1')
          .setTitle('Edit')
          .addLabelComponents(
            new LabelBuilder().setLabel('Prompt').setTextInputComponent(prompt),
            new LabelBuilder()
              .setLabel('More')
              .setFileUploadComponent(new FileUploadBuilder().setCustomId('more').setRequired(false)),
          ),
      );
    } else if (interaction.isModalSubmit()) {
      const file = interaction.fields.getUploadedFiles('more')?.first();
      uploaded = Buffer.from(await (await fetch(file?.url ?? '')).arrayBuffer());
      await interaction.reply(interaction.fields.getTextInputValue('prompt'));
    }
  });
  const ada = discord.person({ name: 'Ada' });
  const image = { filename: 'cat.png', bytes: PIXEL, contentType: 'image/png' };
  const said = ada.say({ content: 'my cat', files: [image] });
  const form = await ada.useMessageCommand({ command: 'Edit with a prompt', message: said }).modal();
  expect(target).toEqual({ content: 'my cat', author: 'Ada', files: 1 });
  expect(() => ada.submitModal(form, { prompt: 'x'.repeat(21) })).toThrow('between 1 and 20 characters');
  expect(() => ada.submitModal(form, { prompt: 'x', size: '1' })).toThrow('The modal has no input size');

  const submitted = ada.submitModal(form, { prompt: 'with a hat', more: [image] });
  await submitted.waitForMessage((one) => one.text === 'with a hat', 'the answer to the form');
  expect(uploaded).toEqual(PIXEL);
  expect(discord.violations).toEqual([]);
});

test('a form that a button opened updates the message of the button, long after by the bot token', async () => {
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({
        content: 'one',
        components: [new ActionRowBuilder<ButtonBuilder>().addComponents(again)],
      });
    } else if (interaction.isButton()) {
      const prompt = new TextInputBuilder().setCustomId('prompt').setStyle(TextInputStyle.Short);
      const label = new LabelBuilder().setLabel('Prompt').setTextInputComponent(prompt);
      await interaction.showModal(
        new ModalBuilder().setCustomId('form').setTitle('Form').addLabelComponents(label),
      );
    } else if (interaction.isModalSubmit()) {
      const refused = interaction.client.rest.post(
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        {
          body: { type: 9, data: { custom_id: 'a', title: 'a', components: [{ type: 10, content: 'a' }] } },
          auth: false,
        },
      );
      await expect(refused).rejects.toMatchObject({ code: 50035 });
      await interaction.deferUpdate();
      await interaction.editReply(interaction.fields.getTextInputValue('prompt'));
    }
  });
  const ada = discord.person({ name: 'Ada' });
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x' } });
  const message = await imagine.waitForMessage((one) => one.buttons.length === 1, 'a button');
  const submitted = ada.submitModal(await ada.press(message.button('Again')).modal(), { prompt: 'two' });
  expect(await submitted.waitForMessage((one) => one.text === 'two', 'the update')).toBe(message);
  expect(discord.violations).toEqual([
    expect.stringContaining('Callback type 9 does not fit interaction type 5'),
  ]);

  submitted.expireToken();
  const embeds = [{ image: { url: 'attachment://late.png' } }];
  const channel = await client.channels.fetch(message.channel.id);
  const late = channel?.isTextBased()
    ? await channel.messages.edit(message.id, { embeds, files: [picture('late.png')] })
    : undefined;
  expect(late?.embeds[0]?.image?.url).toMatch(/^http.*late\.png/);
  expect(discord.pictures(message)).toEqual([PIXEL]);
  ada.remove(message);
  await expect(late?.edit('gone')).rejects.toMatchObject({ code: 10008 });
  expect(discord.violations).toHaveLength(1);
});

test('a person who installed the app uses it where the bot is not', async () => {
  const seen: unknown[] = [];
  onInteraction(async (interaction) => {
    seen.push([
      interaction.context,
      interaction.guild?.name,
      Object.keys(interaction.authorizingIntegrationOwners).length,
    ]);
    if (interaction.isChatInputCommand()) await interaction.reply('here');
  });
  const elsewhere = discord.guild({ name: 'elsewhere', hasBot: false });
  const ada = discord.person({ name: 'Ada', installedApp: true });
  const eve = discord.person({ name: 'Eve' });
  const slash = { command: 'imagine', options: { prompt: 'x' } };
  for (const place of [elsewhere.general, discord.group([ada, eve]), 'direct'] as const) {
    await ada.slash({ ...slash, in: place }).waitForMessage((one) => one.text === 'here', 'the answer');
  }
  expect(seen.map((one) => (one as unknown[]).slice(0, 2))).toEqual([
    [0, undefined],
    [2, undefined],
    [1, undefined],
  ]);
  expect(() => eve.slash({ ...slash, in: elsewhere.general })).toThrow('neither the server nor the person');
  expect(discord.violations).toEqual([]);
});

test('the bot writes to a channel and to a person, once per nonce', async () => {
  const ada = discord.person({ name: 'Ada' });
  const channel = await client.channels.fetch(discord.home.general.id);
  if (!channel?.isSendable()) throw new Error('expected a channel to write to');
  const send = () =>
    channel.send({ content: 'late result', nonce: 'n1', enforceNonce: true, files: [picture()] });
  const [first, second] = [await send(), await send()];
  expect(second.id).toBe(first.id);
  await first.edit('later result');
  expect((await channel.messages.fetch({ message: first.id, force: true })).content).toBe('later result');

  await (await client.users.createDM(ada.id)).send('psst');
  const whisper = await ada.waitForMessage({
    in: 'direct',
    predicate: (one) => one.text === 'psst',
    description: 'it',
  });
  expect(discord.person({ name: 'Eve' }).sees(whisper)).toBe(false);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(1);
  await first.delete();
  expect(ada.sees(discord.messagesIn(discord.home.general)[0] ?? whisper)).toBe(false);
  expect(discord.transcript(discord.home.general)).toContain('Easel (deleted, edited 1×): later result');
  expect(discord.violations).toEqual([]);
});

test('without the intent the words of a reply are read only by a bot that it notifies', async () => {
  const listening = await connect(discord, [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages]);
  try {
    const heard: GatewayMessageCreateDispatchData[] = [];
    const { promise: heardAll, resolve } = Promise.withResolvers<void>();
    listening.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
      if (heard.push(message) === 4) resolve();
    });
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('a fox');
    });
    const ada = discord.person({ name: 'Ada' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await asked.waitForMessage(({ text }) => text === 'a fox', 'an answer');
    ada.say({ content: 'loud', replyTo: result });
    const silent = ada.say({ content: 'silent', replyTo: result, notifies: false });
    ada.say({ content: `<@${discord.botUserId}>`, replyTo: silent });
    ada.remove(result);
    expect(() => ada.say({ content: 'late', replyTo: result })).toThrow('cannot see that message');
    ada.say({ content: 'on its own' });
    await heardAll;
    expect(
      heard.map(({ content, guild_id, referenced_message }) => [
        content,
        guild_id,
        referenced_message?.content,
      ]),
    ).toEqual([
      ['loud', discord.home.id, 'a fox'],
      ['', discord.home.id, 'a fox'],
      [`<@${discord.botUserId}>`, discord.home.id, ''],
      ['', discord.home.id, undefined],
    ]);
    expect(discord.violations).toEqual([]);
  } finally {
    await listening.destroy();
  }
});
