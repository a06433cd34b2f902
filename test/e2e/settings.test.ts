import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('settings, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    easel = await startEasel(world.environment);
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('on Discord a page is for its person alone, and its buttons turn it', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const asked = ada.slash({ command: 'settings', options: { count: 2 } });
    const page = await asked.waitForMessage(({ text }) => /at a time: \*\*2\*\*/.test(text), 'the page');
    expect(page.ephemeral).toBe(true);
    const models = await pressed(page.button(/Model…/), /Which model/);
    const chosen = await pressed(models.button(/^flux$/), /FLUX/);
    const hidden = await pressed(chosen.button(/Only me/), /only you/);
    await pressed(hidden.button(/Русский/), /Ваши настройки/);
    await easel.app.stop();
    easel = await startEasel(world.environment);
    const fox = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await fox.waitForMessage(
      ({ visibleAttachments }) => visibleAttachments.length === 2,
      'two',
    );
    expect(result.ephemeral).toBe(true);
    expect(result.text).toContain('2 картинки');
    const usage = ada.slash({ command: 'usage' });
    const used = await usage.waitForMessage(
      ({ text }) => /Сегодня: \*\*2\*\* картинки/.test(text),
      'the usage',
    );
    expect(used.ephemeral).toBe(true);
    expect(world.discord.violations).toEqual([]);

    async function pressed(button: ReturnType<typeof page.button>, words: RegExp) {
      const press = ada.press(button);
      return press.waitForMessage(({ text }) => words.test(text), String(words));
    }
  });

  test('on Telegram the same, with flags', async () => {
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/settings --count 2 --language ru');
    const page = await chat.waitForMessage(({ text }) => text?.includes('за раз: 2') === true, 'the page');
    chat.tap(page, '🔒 Только я');
    await chat.waitForMessage(({ text }) => text?.includes('только вы') === true, 'the change');
    chat.tap(page, '↩ Сбросить всё');
    await chat.waitForMessage(({ text }) => text?.includes('Your settings') === true, 'English again');
    expect(world.telegram.violations).toEqual([]);
  });
});
