import { describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { picturesOf, wordsOf } from './support/painted-on-discord.ts';

describe('settings, end to end', () => {
  const world = inhabitedWorld();

  test('on Discord a page is for its person alone, and its buttons turn it', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const page = await wordsOf(
      ada.slash({ command: 'settings', options: { count: 2 } }),
      /at a time: \*\*2\*\*/,
    );
    expect(page.ephemeral).toBe(true);
    const models = await wordsOf(ada.press(page.button(/Model…/)), /Which model/);
    const chosen = await wordsOf(ada.press(models.button(/^flux$/)), /FLUX/);
    const hidden = await wordsOf(ada.press(chosen.button(/Only me/)), /only you/);
    await wordsOf(ada.press(hidden.button(/Русский/)), /Ваши настройки/);
    await world.restart();
    const result = await picturesOf(ada.slash({ command: 'imagine', options: { prompt: 'a fox' } }), 2);
    expect(result.ephemeral).toBe(true);
    expect(result.text).toContain('2 картинки');
    const used = await wordsOf(ada.slash({ command: 'usage' }), /Сегодня: \*\*2\*\* картинки/);
    expect(used.ephemeral).toBe(true);
  });

  test('on Telegram the same, with flags', async () => {
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText('/settings --count 2 --language ru');
    const page = await chat.waitForMessage(({ text }) => text?.includes('за раз: 2') === true, 'the page');
    chat.tap(page, '🔒 Только я');
    await chat.waitForMessage(({ text }) => text?.includes('только вы') === true, 'the change');
    chat.tap(page, '↩ Сбросить всё');
    await chat.waitForMessage(({ text }) => text?.includes('Your settings') === true, 'English again');
  });
});
