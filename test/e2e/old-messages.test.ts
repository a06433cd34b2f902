import { Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restOf } from '../fakes/discord/painting-bot.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import type { OldResult } from './support/old-release.ts';
import { leaveOldRelease, oldPictures } from './support/old-release.ts';
import { differenceBetween, look, lookAtDataUri } from './support/painted-picture.ts';

const kept = '5f1d7f0a-3c2b-4e8d-9a6f-0b1c2d3e4f50';
const expired = '7a2e8b1b-4d3c-4f9e-8b7a-1c2d3e4f5061';

/** As that release wrote them: they stand in messages for years. */
const oldRows = [
  [
    { label: '🔁 Again', id: 'e1:again:Xx1_CjwrTo2abwscLT5PUA' },
    { label: '✨ Vary 2', id: 'e1:vary:Xx1_CjwrTo2abwscLT5PUA.1' },
    { label: '✨ Vary 1', id: 'e1:vary:ei6LG008T56LehwtPk9QYQ.0' },
  ],
  [
    { label: '📄 Original', id: 'e1:files:Xx1_CjwrTo2abwscLT5PUA' },
    { label: '⭐ Favourite', id: 'e1:star:Xx1_CjwrTo2abwscLT5PUA' },
    { label: '🗑 Delete', id: 'e1:remove:Xx1_CjwrTo2abwscLT5PUA' },
  ],
];

describe('buttons of weeks ago, after three restarts and every schema change since', () => {
  let world: World;
  let easel: EaselUnderTest | undefined;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
  });
  afterEach(async () => {
    await easel?.app.stop();
    await world.close();
  });

  async function upgrade(platform: 'DISCORD_TOKEN' | 'TELEGRAM_TOKEN', results: readonly OldResult[]) {
    await leaveOldRelease(world.environment, results);
    const other = platform === 'DISCORD_TOKEN' ? 'TELEGRAM_TOKEN' : 'DISCORD_TOKEN';
    const { [other]: _, ...environment } = world.environment;
    for (let restart = 0; restart < 3; restart += 1) {
      await easel?.app.stop();
      easel = await startEasel(environment);
    }
  }

  /** The image service got the second picture of the old result, and the words that it was painted from. */
  async function expectVariation(): Promise<void> {
    const task = world.runware.tasks.at(-1);
    expect(task?.positivePrompt).toBe('an old fox');
    const given: readonly unknown[] = Array.isArray(task?.referenceImages) ? task.referenceImages : [];
    expect(given).toHaveLength(1);
    expect(differenceBetween(await lookAtDataUri(given[0]), oldPictures[1])).toBeUndefined();
  }

  test('on Discord', async () => {
    const { discord } = world;
    const ada = discord.person({ name: 'Ada' });
    const channel = discord.home.general;
    await restOf(discord).post(Routes.channelMessages(channel.id), {
      body: {
        flags: 32_768,
        components: [
          { type: 10, content: 'an old fox' },
          ...oldRows.map((row) => ({
            type: 1,
            components: row.map(({ id, label }) => ({ type: 2, style: 2, label, custom_id: id })),
          })),
        ],
      },
    });
    const old = await ada.waitForMessage({
      predicate: ({ text }) => text === 'an old fox',
      description: 'the old message',
    });
    const address = {
      platform: 'discord',
      isDurable: false,
      applicationId: discord.applicationId,
      interactionId: '1',
      token: 'long dead',
      tokenExpiresAtMs: 0,
      channelId: channel.id,
      guildId: discord.home.id,
      userId: ada.id,
      isEphemeral: false,
      fileSizeLimitBytes: 10_485_760,
      botIsMember: true,
      messageId: old.id,
    };
    const results = { personId: `discord:${ada.id}`, placeId: `discord:${discord.home.id}`, address };
    await upgrade('DISCORD_TOKEN', [
      { ...results, id: kept, prompt: 'an old fox', daysAgo: 20 },
      { ...results, id: expired, prompt: 'an older fox', daysAgo: 40 },
    ]);

    const shows = (count: number) => (one: { visibleAttachments: readonly unknown[] }) =>
      one.visibleAttachments.length === count;
    await ada.press(old.button('✨ Vary 2')).waitForMessage(shows(2), 'the variations');
    await expectVariation();
    const files = await ada.press(old.button('📄 Original')).waitForMessage(shows(2), 'the originals');
    const [first] = discord.pictures(files);
    expect(first && differenceBetween(await look(first), oldPictures[0])).toBeUndefined();
    await ada.press(old.button('⭐ Favourite')).waitForMessage(({ text }) => /Added/.test(text), 'the star');
    const gone = ada.press(old.button('✨ Vary 1'));
    await gone.waitForMessage(({ text }) => /no longer keep that picture/.test(text), 'a clear answer');
    await ada.press(old.button('🔁 Again')).waitForMessage(shows(2), 'the same again');
    const byEve = discord.person({ name: 'Eve' }).press(old.button('🗑 Delete'));
    await byEve.waitForMessage(({ text }) => /somebody else/.test(text), 'a refusal');
    ada.press(old.button('🗑 Delete'));
    await discord.waitForRequest(({ method }) => method === 'DELETE', 'that it is taken away');
    expect(discord.violations).toEqual([]);
  });

  test('on Telegram', async () => {
    const { telegram } = world;
    const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    await fetch(`${telegram.url}/bot${telegram.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: chat.id,
        text: 'an old fox',
        reply_markup: {
          inline_keyboard: oldRows.map((row) =>
            row.map(({ id, label }) => ({ text: label, callback_data: id })),
          ),
        },
      }),
    });
    const old = await chat.waitForMessage(({ text }) => text === 'an old fox', 'the old message');
    const person = `telegram:${chat.id}`;
    const address = {
      platform: 'telegram',
      isDurable: true,
      chatId: chat.id,
      chatKind: 'private',
      personId: chat.id,
      statusMessageId: old.message_id,
    };
    const results = { personId: person, placeId: person, address };
    await upgrade('TELEGRAM_TOKEN', [
      { ...results, id: kept, prompt: 'an old fox', daysAgo: 20 },
      { ...results, id: expired, prompt: 'an older fox', daysAgo: 40 },
    ]);
    telegram.advanceClock(20 * 24 * 60 * 60_000);

    const tap = (label: string) => chat.tap(old, label, { isInaccessible: true }).answered();
    const details = (count: number) =>
      chat.botMessages().filter(({ text }) => text?.includes('2 pictures'))[count];
    await tap('✨ Vary 2');
    await chat.waitFor(() => details(0), 'the variations');
    await expectVariation();
    await tap('📄 Original');
    const file = await chat.waitForMessage(({ document }) => document !== undefined, 'the originals');
    expect(differenceBetween(await look(chat.picture(file)), oldPictures[0])).toBeUndefined();
    expect((await tap('⭐ Favourite')).text).toContain('Added');
    expect((await tap('✨ Vary 1')).text).toContain('no longer keep that picture');
    await tap('🔁 Again');
    await chat.waitFor(() => details(1), 'the same again');
    expect((await tap('🗑 Delete')).text).toContain('Deleted');
    await chat.waitForMessage(({ text }) => text === '🗑 Deleted.', 'words in its place');
    expect(telegram.violations).toEqual([]);
  });
});
