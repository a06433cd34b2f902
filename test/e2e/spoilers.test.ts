import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TelegramMessage } from '@gramio/types';
import { afterAll, describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { offerTools } from './support/offer-tools.ts';
import { picturesOf, wordsOf } from './support/painted-on-discord.ts';

const folder = mkdtempSync(join(tmpdir(), 'easel-words-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'words.json');
writeFileSync(
  path,
  JSON.stringify({
    builtIn: false,
    entries: [
      { words: ['kraken'], action: 'spoiler' },
      { words: ['hydra'], action: 'refuse' },
    ],
  }),
);

const hasPicture = ({ document, photo }: TelegramMessage) => photo !== undefined || document !== undefined;

describe('what is not for everybody', () => {
  const world = inhabitedWorld({ settings: { WORDS_FILE: path } });

  test('is covered on Discord, on each picture, and stays so when it is sent again', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a kraken', count: 2 } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 2, 'two pictures');
    expect(result.visibleAttachments.map(({ spoiler }) => spoiler)).toEqual([true, true]);
    expect(JSON.stringify(result.components).match(/"spoiler":true/g)).toHaveLength(2);
    const again = ada.press(result.button(/Vary 1/));
    const varied = await again.waitForMessage((one) => one.visibleAttachments.length === 2, 'the variations');
    expect(varied.visibleAttachments.every(({ spoiler }) => spoiler)).toBe(true);
  });

  test('is not covered on Discord for one person alone, nor what is harmless', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const wishes = [{ prompt: 'a kraken', private: true }, { prompt: 'a fox' }];
    for (const options of wishes) {
      const asked = ada.slash({ command: 'imagine', options });
      const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
      expect(result.visibleAttachments[0]?.spoiler).toBe(false);
    }
  });

  test('is let pass where Discord lets only adults in, threads included', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const adults = world.discord.home.channel({ name: 'adults', nsfw: true });
    const thread = world.discord.home.channel({ name: 'late', threadOf: adults });
    // So that it learns of them when it connects.
    await world.restart();
    for (const place of [adults, thread]) {
      const asked = ada.slash({ command: 'imagine', options: { prompt: 'a hydra and a kraken' }, in: place });
      const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
      expect(result.visibleAttachments[0]?.spoiler).toBe(false);
    }
    const outside = ada.slash({ command: 'imagine', options: { prompt: 'a hydra' } });
    await outside.waitForMessage(({ text }) => /not wanted/.test(text), 'the refusal');
  });

  test('is covered in a group on Telegram: alone, in an album, and when a file was asked for', async () => {
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    const group = world.telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice] });
    const pictures = () => group.botMessages().filter(hasPicture);
    group.send(alice, '/imagine@easel_bot a kraken');
    await group.waitFor(() => pictures()[0], 'a picture');
    group.send(alice, '/imagine@easel_bot --count 2 a kraken');
    await group.waitFor(() => pictures()[2], 'an album');
    group.send(alice, '/imagine@easel_bot --format png a kraken');
    await group.waitFor(() => pictures()[3], 'a picture in place of a file');
    expect(pictures().map(({ has_media_spoiler: isCovered }) => isCovered)).toEqual([true, true, true, true]);
    group.send(alice, '/imagine@easel_bot a fox');
    const fox = await group.waitFor(() => pictures()[4], 'a harmless picture');
    expect(fox.has_media_spoiler).toBeUndefined();
    const chat = alice.privateChat();
    chat.sendText('/imagine a kraken');
    const own = await chat.waitForMessage(hasPicture, 'a picture for oneself');
    expect(own.has_media_spoiler).toBeUndefined();
  });

  test('is covered on Discord when it is enlarged without its words, but for one person alone', async () => {
    await world.restart({ settings: await offerTools(world.environment) });
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const message = await picturesOf(ada.slash({ command: 'imagine', options: { prompt: 'a kraken' } }));
    const enlarge = () => picturesOf(ada.useMessageCommand({ command: 'Enlarge the picture', message }));
    const larger = await enlarge();
    expect(larger.visibleAttachments[0]?.spoiler).toBe(true);
    const cut = await picturesOf(ada.press(larger.button(/Cut out/)));
    expect(cut.visibleAttachments[0]?.spoiler).toBe(true);
    await wordsOf(ada.slash({ command: 'settings', options: { private: 'on' } }), /only you/);
    expect((await enlarge()).visibleAttachments[0]?.spoiler).toBe(false);
  });

  test('is covered, or refused, in whatever words it is worked from what was for one person or for adults', async () => {
    const adults = world.discord.home.channel({ name: 'adults', nsfw: true });
    await world.restart({ settings: await offerTools(world.environment) });
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const worked = async () => {
      const page = await picturesOf(ada.slash({ command: 'history' }));
      const form = await ada.press(page.button(/Work from it/)).modal();
      return ada.submitModal(form, { prompt: 'at night' });
    };
    const imagine = { command: 'imagine', options: { prompt: 'a kraken' }, in: 'direct' } as const;
    const own = await picturesOf(ada.slash(imagine));
    const larger = await picturesOf(ada.press(own.button(/Enlarge/)));
    expect(larger.visibleAttachments[0]?.spoiler).toBe(false);
    const byNight = await picturesOf(await worked());
    expect(byNight.ephemeral).toBe(false);
    expect(byNight.visibleAttachments[0]?.spoiler).toBe(true);
    await picturesOf(ada.slash({ command: 'imagine', options: { prompt: 'a hydra' }, in: adults }));
    await wordsOf(await worked(), /not wanted/);
  });

  test('is covered in a group on Telegram when it is enlarged without its words', async () => {
    await world.restart({ settings: await offerTools(world.environment) });
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    const group = world.telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice] });
    const pictures = () => group.botMessages().filter(hasPicture);
    group.send(alice, '/imagine@easel_bot a kraken');
    const kraken = await group.waitFor(() => pictures()[0], 'a picture');
    group.send(alice, '/upscale@easel_bot', { replyTo: kraken });
    const larger = await group.waitFor(() => pictures()[1], 'a larger one');
    expect(larger.has_media_spoiler).toBe(true);
  });
});
