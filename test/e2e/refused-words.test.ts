import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TelegramMessage } from '@gramio/types';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'easel-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const settings = {
  WORDS_FILE: file('words.json', { builtIn: false, entries: [{ words: ['kraken'], action: 'refuse' }] }),
  STYLES_FILE: file('styles.json', {
    styles: [{ key: 'deep', names: { en: 'Deep sea' }, template: '{prompt}, with a kraken' }],
  }),
  MODELS_FILE: file('models.json', { tools: { enhance: { priceDollars: 0.001 } } }),
};
const noWords = { WORDS_FILE: file('no-words.json', { builtIn: false }) };

const refusal = /some of its words are not wanted\. Nothing was charged\. Try describing it in other words\./;
const isRefusal = ({ text }: { readonly text?: string | undefined }) => refusal.test(text ?? '');
const showsPicture = ({ photo }: TelegramMessage) => photo !== undefined;

describe('words that are not wanted are refused unpaid, wherever they come from', () => {
  const world = inhabitedWorld({ settings });
  let painted = 0;

  afterEach(() => {
    expect(world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference')).toHaveLength(painted);
    for (const request of world.runware.tasks) expect(JSON.stringify(request)).not.toMatch(/kraken/i);
    painted = 0;
  });

  test('on Discord: typed, in the form of a button, and in a style', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const typed = ada.slash({ command: 'imagine', options: { prompt: 'a K.R.A.K.E.N at sea' } });
    const refused = await typed.waitForMessage(isRefusal, 'the refusal');
    expect(refused.ephemeral).toBe(true);
    expect(refused.text).not.toMatch(/k\W?r\W?a\W?k\W?e\W?n/i);

    const styled = ada.slash({ command: 'imagine', options: { prompt: 'a fox', style: 'deep' } });
    await styled.waitForMessage(isRefusal, 'the refusal of a style');

    painted = 1;
    const fox = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await fox.waitForMessage((one) => one.visibleAttachments.length === 1, 'the picture');
    const form = await ada.press(result.button(/Change the words/)).modal();
    const submitted = ada.submitModal(form, { prompt: 'a fox and a krаken' });
    await submitted.waitForMessage(isRefusal, 'the refusal of a form');
  });

  /** What somebody is refused in a row becomes one message, so each way is tried by somebody else. */
  const newcomer = () => world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  test('on Telegram: typed, made more of, or offered from plain words', async () => {
    const typing = newcomer();
    typing.sendText('/imagine a krak3n');
    await typing.waitForMessage(isRefusal, 'the refusal');
    const enhancing = newcomer();
    enhancing.sendText('/enhance a kraken at sea');
    await enhancing.waitForMessage(isRefusal, 'the refusal to make more of it');
    const musing = newcomer();
    musing.sendText('a kraken at sea');
    const offer = await musing.waitForMessage(
      ({ reply_markup: markup }) => markup !== undefined,
      'an offer to paint it',
    );
    musing.tap(offer, '🎨 Paint it');
    await musing.waitForMessage(isRefusal, 'the refusal of what was offered');
  });

  test('on Telegram: with a picture, or in reply to a result', async () => {
    painted = 1;
    const chat = newcomer();
    chat.sendText('/imagine a fox');
    const result = await chat.waitForMessage(showsPicture, 'the picture');
    chat.sendText('with a kraken', { replyTo: result });
    await chat.waitForMessage(isRefusal, 'the refusal of a reply');
    const [bytes = Buffer.alloc(0)] = chat.pictures(result);
    const sending = newcomer();
    sending.sendPhoto(bytes, { caption: '/imagine a kraken beside it' });
    await sending.waitForMessage(isRefusal, 'the refusal of a caption');
  });
});

describe('words that became unwanted', () => {
  const world = inhabitedWorld({ settings: { ...settings, ...noWords } });

  test('are not painted again by any button', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a kraken' } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'the picture');
    await world.restart({ settings });
    for (const label of [/Again/, /Vary/]) {
      const pressed = ada.press(result.button(label));
      await pressed.waitForMessage(isRefusal, `the refusal of ${label.source}`);
    }
    expect(world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference')).toHaveLength(1);
  });
});
