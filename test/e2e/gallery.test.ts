import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('history, favourites and the queue, end to end', () => {
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

  async function restart(): Promise<void> {
    await easel.app.stop();
    easel = await startEasel(world.environment);
  }

  test('on Discord pages are for their person alone, and turn after a restart', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    for (const prompt of ['a red FOX', 'a fox in the snow', 'an owl']) {
      const asked = ada.slash({ command: 'imagine', options: { prompt } });
      await asked.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, prompt);
    }
    const first = await shown(ada.slash({ command: 'history', options: { words: 'Fox' } }), /1 of 2/);
    expect(first.ephemeral).toBe(true);
    expect(first.text).toContain('a fox in the snow');
    expect(first.visibleAttachments).toMatchObject([
      { description: 'A picture painted from these words: a fox in the snow' },
    ]);
    await restart();
    const second = await shown(ada.press(first.button(/Older/)), /2 of 2/);
    expect(second.id).toBe(first.id);
    expect(second.text).toContain('a red FOX');
    expect(second.visibleAttachments).toMatchObject([
      { description: 'A picture painted from these words: a red FOX' },
    ]);
    const starred = ada.press(second.button(/Favourite/));
    await starred.waitForMessage(({ text }) => /Added/.test(text), 'the star');
    const favourite = await shown(ada.slash({ command: 'favourites' }), /Your favourites.*1 of 1/);
    expect(favourite.text).toContain('a red FOX');
    expect(world.discord.violations).toEqual([]);
  });

  test('on Discord the queue cancels what is under way', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const hold = world.runware.hold();
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await hold.arrived;
    const page = await shown(ada.slash({ command: 'queue' }), /1 request of yours/);
    expect(page.ephemeral).toBe(true);
    const empty = await shown(ada.press(page.button(/Cancel 1/)), /Nothing of yours is under way/);
    expect(empty.id).toBe(page.id);
    await asked.waitForMessage(({ text }) => /Cancelled/.test(text), 'that it was cancelled');
    hold.release();
    expect(world.discord.violations).toEqual([]);
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
    await restart();
    chat.tap(page, 'Older ▶');
    const turned = await chat.waitForMessage(
      ({ caption }) => caption?.includes('2 of 2') === true,
      'it turned',
    );
    expect(turned.message_id).toBe(page.message_id);
    expect(turned.caption).toContain('a red FOX');
    chat.sendText('/queue');
    await chat.waitForMessage(({ text }) => text?.includes('Nothing of yours') === true, 'an empty queue');
    expect(world.telegram.violations).toEqual([]);
  });
});

type Asked = ReturnType<ReturnType<World['discord']['person']>['press']>;

function shown(asked: Asked, words: RegExp): ReturnType<Asked['waitForMessage']> {
  return asked.waitForMessage(({ text }) => words.test(text), String(words));
}
