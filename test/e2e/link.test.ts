import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

const linkLabel = '🔗 Link them';

describe('one person on Discord and on Telegram, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let passedMs: number;

  beforeEach(async () => {
    passedMs = 0;
    world = await createWorld({ downloadSide: 512 });
    easel = await start();
  });
  afterEach(async () => {
    await easel.app.stop();
    expect(world.discord.violations).toEqual([]);
    expect(world.telegram.violations).toEqual([]);
    await world.close();
  });

  function start(environment: Record<string, string> = {}): Promise<EaselUnderTest> {
    const now = () => Date.now() + passedMs;
    return startEasel({ ...world.environment, ...environment }, { now });
  }

  async function restart(environment: Record<string, string> = {}): Promise<void> {
    await easel.app.stop();
    easel = await start(environment);
  }

  function seats() {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const chat = world.telegram.person({ name: 'Ada', startedBot: true }).privateChat();
    const onDiscord = (command: string, options: Record<string, string | number | boolean> = {}) =>
      ada.slash({ command, options });
    const onTelegram = async (text: string, words: RegExp) => {
      const known = new Set(chat.botMessages().map(({ message_id }) => message_id));
      chat.sendText(text);
      return chat.waitForMessage(
        (one) => !known.has(one.message_id) && words.test(one.text ?? one.caption ?? ''),
        String(words),
      );
    };
    return { ada, chat, onDiscord, onTelegram };
  }

  type Seats = ReturnType<typeof seats>;

  async function codeFromDiscord({ onDiscord }: Seats): Promise<string> {
    const offer = await shown(onDiscord('link'), /\/link \w{4}-\w{4}/);
    expect(offer.ephemeral).toBe(true);
    return /\w{4}-\w{4}/.exec(offer.text)?.[0] ?? '';
  }

  /** The press that ends it, and what the page says then. */
  async function typeOnTelegram({ chat, onTelegram }: Seats, code: string, words: RegExp) {
    const asked = await onTelegram(`/link ${code}`, /only if you got the code from me/);
    const tap = chat.tap(asked, linkLabel);
    await chat.waitForMessage(
      (one) => one.message_id === asked.message_id && words.test(one.text ?? ''),
      String(words),
    );
    return tap;
  }

  async function linkFromDiscord(seats: Seats): Promise<void> {
    await typeOnTelegram(seats, await codeFromDiscord(seats), /Linked with your Discord account/);
  }

  test('a code from Discord joins a chat on Telegram: history, settings and limits are one', async () => {
    await restart({ MAX_SPEND_PER_USER_PER_DAY_USD: '0.08' });
    const seat = seats();
    const { onDiscord, onTelegram } = seat;
    await shown(onDiscord('settings', { count: 2 }), /at a time: \*\*2\*\*/);
    const fox = onDiscord('imagine', { prompt: 'a fox', count: 1, private: true });
    await fox.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'the fox');
    await linkFromDiscord(seat);
    await restart({ MAX_SPEND_PER_USER_PER_DAY_USD: '0.08' });

    const page = await onTelegram('/history', /1 of 1/);
    expect(page.caption).toContain('a fox');
    await onTelegram('/settings', /at a time: 2/);
    await onTelegram('/usage', /Today: 1 picture.*both of your linked/s);
    await onTelegram('/imagine an owl', /you have .* left of your \$0\.08/);
    await onTelegram('/unlink', /Parted from your Discord account/);
    await onTelegram('/history', /I keep no pictures of yours/);
    await onTelegram('/imagine --count 1 an owl', /an owl.*\$/s);
    await shown(onDiscord('imagine', { prompt: 'a cat', count: 1 }), /you have .* left of your/);
    expect(world.runware.ledger.entries).toHaveLength(2);
  });

  test('a code from Telegram joins somebody on Discord, and the other’s pictures can be worked with', async () => {
    const { ada, chat, onDiscord, onTelegram } = seats();
    await onTelegram('/imagine an owl', /an owl.*\$/s);
    const offer = await onTelegram('/link', /\/link code:\w{4}-\w{4}/);
    const code = /\w{4}-\w{4}/.exec(offer.text ?? '')?.[0] ?? '';
    const asked = await shown(onDiscord('link', { code }), /only if you got the code from me/);
    expect(asked.ephemeral).toBe(true);
    const linked = await shown(ada.press(asked.button(linkLabel)), /Linked with your Telegram account/);
    expect(linked.id).toBe(asked.id);
    const page = await shown(onDiscord('history'), /1 of 1/);
    expect(page.text).toContain('an owl');
    const again = ada.press(page.button(/Again/));
    await again.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'it again');
    await shown(ada.press(page.button(/Delete/)), /The message on Telegram is still there/);
    expect(chat.botMessages().some(({ photo }) => photo !== undefined)).toBe(true);
    await shown(onDiscord('link'), /linked with your Telegram account/);
    await shown(onDiscord('unlink'), /Parted from your Telegram account/);
    await shown(onDiscord('unlink'), /Parted from your Telegram account/);
  });

  test('an update that comes twice is answered the same, and the code is used up for everybody else', async () => {
    const seat = seats();
    const code = await codeFromDiscord(seat);
    const tap = await typeOnTelegram(seat, code, /Linked with your Discord account/);
    await tap.answered();
    await easel.app.stop();
    if (tap.update === undefined) throw new Error('Expected an update');
    world.telegram.redeliver(tap.update);
    easel = await start();
    await world.telegram.waitFor(() => world.telegram.callsTo('answerCallbackQuery')[1], 'the second answer');
    await seat.onTelegram('/link', /linked with your Discord account/);
    expect(seat.chat.botMessages().filter(({ text = '' }) => /That code is not good/.test(text))).toEqual([]);
    await typeOnTelegram(seats(), code, /That code is not good/);
  });

  test('codes that are wrong, too old or one’s own do not work, and after five there is a pause', async () => {
    const seat = seats();
    const code = await codeFromDiscord(seat);
    const asked = await shown(seat.onDiscord('link', { code }), /only if you got/);
    await shown(seat.ada.press(asked.button(linkLabel)), /on this very account/);
    await seat.onTelegram('/link hello', /That code is not good/);
    passedMs += 10 * 60_000;
    await typeOnTelegram(seat, code, /That code is not good/);
    for (const letter of ['A', 'B', 'C', 'D']) {
      await typeOnTelegram(seat, `AAAA-AAA${letter}`, /That code is not good/);
    }
    await restart();
    await typeOnTelegram(seat, await codeFromDiscord(seat), /Too many wrong codes/);
    passedMs += 60 * 60_000;
    await linkFromDiscord(seat);
    const other = seats();
    await typeOnTelegram(seat, await codeFromDiscord(other), /linked with your Discord account/);
  });

  test('in a group nobody gets a code, and one that is typed there is void', async () => {
    const seat = seats();
    const [alice, bob] = ['Alice', 'Bob'].map((name) => world.telegram.person({ name, startedBot: true }));
    if (alice === undefined || bob === undefined) throw new Error('Expected two people');
    const group = world.telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice, bob] });
    group.send(alice, '/link@easel_bot');
    await group.waitForMessage(({ text = '' }) => /your eyes only/.test(text), 'that it is private');
    const code = await codeFromDiscord(seat);
    // Refusals to one person are told together after a while.
    group.send(bob, `/link@easel_bot ${code}`);
    await group.waitForMessage(({ text = '' }) => /does not work any more/.test(text), 'that it is void');
    await typeOnTelegram(seat, code, /That code is not good/);
  });

  test('where there is only one platform, there is nothing to link', async () => {
    await restart({ TELEGRAM_TOKEN: '' });
    await shown(seats().onDiscord('link'), /nothing to link/);
  });
});

type Asked = ReturnType<ReturnType<World['discord']['person']>['press']>;

function shown(asked: Asked, words: RegExp): ReturnType<Asked['waitForMessage']> {
  return asked.waitForMessage(({ text }) => words.test(text), String(words));
}
