import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TelegramMessage } from '@gramio/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('styles, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    easel = await startEasel(world.environment);
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
    expect(world.telegram.violations).toEqual([]);
    expect(world.discord.violations).toEqual([]);
  });

  /** Starts anew as the operator of other styles. */
  async function restartWith(stylesFile: unknown): Promise<void> {
    await easel.app.stop();
    const path = join(dirname(world.environment.DATABASE_URL ?? ''), 'styles.json');
    await writeFile(path, JSON.stringify(stylesFile));
    easel = await startEasel({ ...world.environment, STYLES_FILE: path });
  }

  function paintings() {
    return world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference');
  }

  const shows = (words: RegExp) => (message: TelegramMessage) => words.test(message.caption ?? '');

  test('on Discord one is picked while it is typed, named in the result, and kept by what goes on from it', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'ru' });
    const typing = ada.autocomplete({ command: 'imagine', options: { style: 'акв' }, focused: 'style' });
    expect(await typing.choices()).toEqual([{ name: 'Акварель', value: 'watercolour' }]);
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', style: 'watercolour' } });
    const result = await asked.waitForMessage(({ text }) => /· Акварель ·/.test(text), 'the style');
    expect(result.text).toMatch(/^> a fox\n/);
    const again = ada.press(result.button(/Ещё раз/));
    await again.waitForMessage(({ text }) => /· Акварель ·/.test(text), 'the style again');
    expect(paintings()).toMatchObject([
      { positivePrompt: expect.stringMatching(/^a fox\nStyle: loose watercolour/) },
      { positivePrompt: expect.stringMatching(/^a fox\nStyle: loose watercolour/) },
    ]);
    const list = ada.slash({ command: 'styles' });
    await list.waitForMessage(({ text }) => /Акварель.*watercolour/.test(text), 'the list');
  });

  test('on Discord suggestions speak the language that the person chose', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const chosen = ada.slash({ command: 'settings', options: { language: 'ru' } });
    await chosen.waitForMessage(({ text }) => /Ваши настройки/.test(text), 'the settings');
    const typing = ada.autocomplete({ command: 'imagine', options: { style: 'ink' }, focused: 'style' });
    expect(await typing.choices()).toEqual([{ name: 'Тушь', value: 'ink' }]);
  });

  test('on Telegram it is a flag; a name that nobody knows is told the nearest one', async () => {
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/imagine --style watercolor a fox');
    const refusal = await chat.waitForMessage(({ text }) => /Did you mean/.test(text ?? ''), 'the refusal');
    expect(refusal.text).toContain('watercolour');
    chat.sendText('/settings --style "pixel art"');
    await chat.waitForMessage(({ text }) => /Style: Pixel art/.test(text ?? ''), 'the settings');
    chat.sendText('/imagine an owl');
    const result = await chat.waitForMessage(shows(/· Pixel art ·/), 'the usual style');
    expect(result.caption).toMatch(/^an owl\n/);
    expect(paintings()).toMatchObject([
      { positivePrompt: expect.stringMatching(/^an owl\nStyle: pixel art/) },
    ]);
  });

  test('what was sent before the operator changed a style is sent again as it was, and works on without it', async () => {
    world.runware.fail({ kind: 'hang', paints: false });
    const sent = world.runware.nextCall(({ taskType }) => taskType === 'imageInference');
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/imagine --style ink a fox');
    await sent;
    await restartWith({ offered: ['oil'], styles: [{ key: 'ink', template: '{prompt} in other ink' }] });
    const result = await chat.waitForMessage(shows(/\$/), 'the result');
    expect(result.caption).toContain('· ink ·');
    const [first, second] = paintings();
    expect(second).toEqual(first);
    chat.tap(result, '🔁 Again');
    await chat.waitFor(() => chat.botMessages().filter(shows(/· ink ·/))[1], 'another one');
    expect(paintings()[2]?.positivePrompt).toBe(first?.positivePrompt);
    expect(world.runware.ledger.paidTwice).toEqual([]);
  });
});
