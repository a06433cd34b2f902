import { describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, wordsOf } from './support/painted-on-discord.ts';

describe('history, favourites and the queue, end to end', () => {
  const world = inhabitedWorld();

  test('on Discord pages are for their person alone, and turn after a restart', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    for (const prompt of ['a red FOX', 'a fox in the snow', 'an owl']) await painted(ada, prompt);
    const first = await wordsOf(ada.slash({ command: 'history', options: { words: 'Fox' } }), /1 of 2/);
    expect(first.ephemeral).toBe(true);
    expect(first.text).toContain('a fox in the snow');
    expect(first.visibleAttachments).toMatchObject([
      { description: 'A picture painted from these words: a fox in the snow' },
    ]);
    await world.restart();
    const second = await wordsOf(ada.press(first.button(/Older/)), /2 of 2/);
    expect(second.id).toBe(first.id);
    expect(second.text).toContain('a red FOX');
    expect(second.visibleAttachments).toMatchObject([
      { description: 'A picture painted from these words: a red FOX' },
    ]);
    await wordsOf(ada.press(second.button(/Favourite/)), /Added/);
    const favourite = await wordsOf(ada.slash({ command: 'favourites' }), /Your favourites.*1 of 1/);
    expect(favourite.text).toContain('a red FOX');
  });

  test('on Discord the queue cancels what is under way', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const hold = world.runware.hold();
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await hold.arrived;
    const page = await wordsOf(ada.slash({ command: 'queue' }), /1 request of yours/);
    expect(page.ephemeral).toBe(true);
    const empty = await wordsOf(ada.press(page.button(/Cancel 1/)), /Nothing of yours is under way/);
    expect(empty.id).toBe(page.id);
    await wordsOf(asked, /Cancelled/);
    hold.release();
  });

  test('on Telegram the same, in the private chat', async () => {
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    for (const prompt of ['a red FOX', 'a fox in the snow']) {
      chat.sendText(`/imagine ${prompt}`);
      const isResult = (words = '') => words.startsWith(prompt) && words.includes('$');
      await chat.waitForMessage(({ caption }) => isResult(caption), prompt);
    }
    chat.sendText('/history fox');
    const page = await chat.waitForMessage(({ caption }) => caption?.includes('1 of 2') === true, 'a page');
    expect(page.caption).toContain('a fox in the snow');
    await world.restart();
    chat.tap(page, 'Older ▶');
    const turned = await chat.waitForMessage(
      ({ caption }) => caption?.includes('2 of 2') === true,
      'it turned',
    );
    expect(turned.message_id).toBe(page.message_id);
    expect(turned.caption).toContain('a red FOX');
    chat.sendText('/queue');
    await chat.waitForMessage(({ text }) => text?.includes('Nothing of yours') === true, 'an empty queue');
  });
});
