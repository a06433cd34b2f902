import type { BrowserContext, JSHandle, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { openBrowserIfAny } from './support/open-browser-if-any.ts';
import { encode, quarteredPicture } from './support/painted-picture.ts';
import { seriousFaults } from './support/serious-faults.ts';

const browser = await openBrowserIfAny();

/** It is to be there within five seconds, which `npm run bench -- browser` measures; a busy machine gets more. */
const firstPicturePatienceMs = 15_000;

describe.skipIf(browser === undefined)('the page of the playground', () => {
  let world: World;
  let easel: EaselUnderTest;
  let context: BrowserContext;
  let page: Page;
  /** Of the restarted one as well: the page knows no other address. */
  let port: string;
  const faults: string[] = [];

  beforeEach(async () => {
    port = '0';
    world = await createWorld({ downloadSide: 512 });
    await start();
    context = (await browser?.newContext({ viewport: { width: 1000, height: 800 } })) as BrowserContext;
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // A server that is away is what one of the tests is about.
      const isExpected =
        /ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_INCOMPLETE|ERR_CONNECTION_RESET|ERR_EMPTY/.test(
          message.text(),
        );
      if (message.type() === 'error' && !isExpected) faults.push(message.text());
    });
  });
  afterEach(async () => {
    await context.close();
    await easel.app.stop();
    await world.close();
    expect(faults.splice(0)).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  });
  afterAll(() => browser?.close());

  async function start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    const off = { DISCORD_TOKEN: '', TELEGRAM_TOKEN: '', HTTP_PORT: port };
    easel = await startEasel({ ...world.environment, ...off, ...changes });
  }

  async function open(): Promise<void> {
    await page.goto(easel.app.statusUrl);
    await page.locator('textarea').waitFor();
  }

  async function say(words: string): Promise<void> {
    await page.locator('.composer textarea').fill(words);
    await page.locator('.composer textarea').press('Enter');
  }

  const results = () => page.locator('.message.final');
  const shown = (count: number) =>
    page
      .locator('.message.final img')
      .nth(count - 1)
      .waitFor();

  test('paints what is described, with the sandbox, by keyboard alone', async () => {
    await easel.app.stop();
    await start({ RUNWARE_API_KEY: '' });
    await open();
    await page.locator('.empty').waitFor();
    await say('a lighthouse at dawn');
    await page.locator('.message.final img').waitFor({ timeout: firstPicturePatienceMs });
    expect(await results().innerText()).toMatch(/a lighthouse at dawn[\s\S]+Sandbox/);
    const width = await page.evaluate("document.querySelector('.message.final img').naturalWidth");
    expect(width).toBeGreaterThan(0);
  });

  test('shows commands as one types, and their options from the specs', async () => {
    await open();
    const words = page.locator('.composer textarea');
    await words.fill('/mo');
    await expect
      .poll(() => page.locator('.menu li').allInnerTexts())
      .toEqual([expect.stringContaining('/models')]);
    await words.press('Enter');
    await page.locator('.command', { hasText: '/models' }).waitFor();
    await words.press('Enter');
    await page.locator('.message.words', { hasText: 'Nano Banana' }).waitFor();

    await page.locator('.options summary').click();
    await page.locator('select[name=count]').selectOption('2');
    await say('two boats');
    await shown(2);
    expect(world.runware.tasks.at(-1)).toMatchObject({ numberResults: 2, positivePrompt: 'two boats' });
  });

  test('lets people get to their words by keyboard at once, from wherever they are', async () => {
    await open();
    const isAtWords = () => page.evaluate("document.activeElement.matches('.composer textarea')");
    expect(await isAtWords()).toBe(true);
    await page.keyboard.type('a boat');
    await page.keyboard.press('Enter');
    await shown(1);
    await page.getByRole('button', { name: 'Again' }).focus();
    await page.keyboard.press('/');
    expect(await isAtWords()).toBe(true);
    await page.locator('.menu li').nth(1).waitFor();
  });

  test('suggests what may be meant, to be picked by keyboard', async () => {
    await open();
    await page.locator('.options summary').click();
    const style = page.locator('input[name=style]');
    await style.fill('wat');
    const suggestion = page.locator('#suggestions li', { hasText: 'Watercolour' });
    await suggestion.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await style.press('Escape');
    await suggestion.waitFor({ state: 'detached' });
    await style.fill('wate');
    await suggestion.waitFor();
    // What is suggested for fewer letters may still be replaced.
    await expect
      .poll(async () => {
        await style.press('ArrowDown');
        return style.getAttribute('aria-activedescendant');
      })
      .toBe('suggestion-0');
    await style.press('Enter');
    expect(await style.inputValue()).toBe('watercolour');
    await suggestion.waitFor({ state: 'detached' });
    await say('a boat');
    await shown(1);
    expect(await page.locator('.message.asked').innerText()).toContain('style:watercolour');
  });

  test('says which pictures are too many or too large, and sends the others', async () => {
    await open();
    const drop = (...sizes: readonly number[]) =>
      page.evaluate(`(() => {
        const dataTransfer = new DataTransfer();
        for (const size of [${sizes.join()}]) {
          dataTransfer.items.add(new File([new Uint8Array(size)], size + '.png', { type: 'image/png' }));
        }
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
      })()`);
    await drop(20_000_001, 10);
    await page.locator('.notice', { hasText: '20 MB' }).waitFor();
    await expect.poll(() => page.locator('.files img').count()).toBe(1);
    await drop(10, 10, 10, 10);
    await page.locator('.notice', { hasText: 'more pictures' }).waitFor();
    await expect.poll(() => page.locator('.files img').count()).toBe(4);
    await page.locator('.files button').first().click();
    await expect.poll(() => page.locator('.files img').count()).toBe(3);
  });

  test('shows the newest message when it opens, while pictures arrive, and to whoever says something', async () => {
    const isAtEnd = () =>
      page.evaluate(`(() => {
        const { clientHeight, scrollHeight, scrollTop } = document.querySelector('main');
        return scrollHeight > clientHeight && scrollHeight - clientHeight - scrollTop < 5;
      })()`);
    await open();
    for (const count of [1, 2, 3]) {
      await say(`boat ${count}`);
      await shown(count);
    }
    await page.reload();
    await shown(3);
    await page.waitForLoadState('networkidle');
    await expect.poll(isAtEnd, { message: 'the end, once it is open' }).toBe(true);
    await page.locator('main').hover();
    await page.mouse.wheel(0, -5_000);
    await expect.poll(isAtEnd, { message: 'somebody to have gone up' }).toBe(false);
    await say('another');
    await shown(4);
    await expect.poll(isAtEnd, { message: 'the end, once something is said' }).toBe(true);
  });

  test('says of no picture that it is gone while the server is away, and shows it afterwards', async () => {
    const pictures = '**/playground/pictures/**';
    await open();
    await page.route(pictures, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed', (request) => request.method() === 'HEAD');
    await say('a boat');
    await shown(1);
    await failed;
    expect(await page.locator('.is-gone').count()).toBe(0);
    await page.unroute(pictures);
    const width = () => page.evaluate("document.querySelector('.message.final img').naturalWidth");
    await expect.poll(width, { message: 'the picture', timeout: 10_000 }).toBe(512);
    expect(await page.locator('.is-gone').count()).toBe(0);
  });

  test('lets go what somebody had erased', async () => {
    await open();
    await say('a boat');
    await shown(1);
    await say('/privacy');
    await page.getByRole('button', { name: 'Erase' }).click();
    await page.locator('.message', { hasText: 'Shall I erase' }).waitFor();
    await page.getByRole('button', { name: /erase/i }).first().click();
    await page.locator('.message', { hasText: 'Erased.' }).waitFor();
    await page.locator('.message.final').waitFor({ state: 'detached' });
    expect(await page.locator('.message').count()).toBe(1);
  });

  test.each([
    ['dropped', (transfer: JSHandle) => page.dispatchEvent('body', 'drop', { dataTransfer: transfer })],
    [
      'pasted',
      () =>
        page.evaluate(`document.querySelector('.composer textarea').dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: globalThis.given, bubbles: true, cancelable: true }),
        )`),
    ],
  ] as const)('takes a picture that is %s', async (_, give) => {
    await open();
    const bytes = await encode(quarteredPicture(2), 'png');
    const transfer = await page.evaluateHandle(`(() => {
      const given = new DataTransfer();
      const content = new Uint8Array([${bytes.join()}]);
      given.items.add(new File([content], 'quarters.png', { type: 'image/png' }));
      globalThis.given = given;
      return given;
    })()`);
    await give(transfer);
    await page.locator('.files img').waitFor();
    await say('in the snow');
    await shown(1);
    expect(world.runware.tasks.at(-1)).toMatchObject({ referenceImages: [expect.any(String)] });
    expect(await page.locator('.message.asked img').getAttribute('alt')).toBe('quarters.png');
  });

  test('buttons work: a form asks for words, and a result is painted again and deleted', async () => {
    await open();
    await say('a boat');
    await shown(1);
    await page.getByRole('button', { name: 'Change the words' }).click();
    const form = page.locator('dialog textarea');
    expect(await form.inputValue()).toBe('a boat');
    await form.fill('a boat at night');
    await page.locator('dialog button[type=submit]').click();
    await results().filter({ hasText: 'at night' }).locator('img').waitFor();
    await results().first().getByRole('button', { name: 'Again' }).click();
    await shown(3);
    await results().first().getByRole('button', { name: 'Delete' }).click();
    await results().first().locator('img').waitFor({ state: 'detached' });
    expect(await page.locator('.message.final img').count()).toBe(2);
  });

  test('comes back after a restart, with what was asked before and while it was away', async () => {
    const held = world.runware.hold();
    await open();
    await say('before');
    await held.arrived;
    port = new URL(easel.app.statusUrl).port;
    await easel.app.stop();
    await page.locator('.connection:not([hidden])').waitFor();
    await say('meanwhile');
    await page.locator('.message.pending').waitFor();
    await start();
    held.release();
    await shown(2);
    expect(await page.locator('.message.asked .text').allInnerTexts()).toEqual([
      '/imagine before',
      '/imagine meanwhile',
    ]);
    expect(world.runware.ledger.entries.map(({ prompt }) => prompt)).toEqual(['before', 'meanwhile']);
    await page.locator('.connection').waitFor({ state: 'hidden' });
  });

  test('one can be somebody else: limits and secrets are per person', async () => {
    const held = world.runware.hold();
    await easel.app.stop();
    await start({ MAX_RUNNING: '1', MAX_QUEUED_PER_USER: '1' });
    await open();
    await say('the first');
    await held.arrived;
    await say('the second');
    await page.locator('.message.status').nth(1).waitFor();
    await say('too many');
    await page.locator('.message.words', { hasText: 'only you' }).waitFor();
    await page.locator('.people label', { hasText: 'Ben' }).click();
    await page.locator('.message').filter({ hasText: 'too many' }).first().waitFor({ state: 'detached' });
    await page.locator('.message.asked').nth(1).waitFor();
    await say('of ben');
    await page.locator('.message.status').filter({ hasText: 'of ben' }).waitFor();
    held.release();
    await shown(3);
  });

  test.each(['light', 'dark'] as const)(
    'is readable for everybody, in %s, on a phone, in Russian',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await open();
      expect(await seriousFaults(page)).toEqual([]);
      await say('a boat');
      await shown(1);
      await say('/help');
      await page.locator('.message.words').waitFor();
      await page.locator('.composer textarea').fill('/');
      expect(await seriousFaults(page)).toEqual([]);
      await page.locator('.composer textarea').press('Escape');
      await page.getByRole('button', { name: 'Change the words' }).click();
      await page.locator('dialog[open]').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.locator('dialog').getByRole('button', { name: 'Close' }).click();
      await page.setViewportSize({ width: 390, height: 780 });
      await page.locator('.choices select').first().selectOption('ru');
      await page.getByText('Отправить').waitFor();
      const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
        '(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))(document.documentElement)',
      );
      expect(scrollWidth).toBe(clientWidth);
      expect(await seriousFaults(page)).toEqual([]);
    },
  );
});
