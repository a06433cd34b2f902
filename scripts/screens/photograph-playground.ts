import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { App } from '../../src/app.ts';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { World } from '../../test/e2e/support/easel-under-test.ts';
import { createWorld } from '../../test/e2e/support/easel-under-test.ts';
import { PlaygroundVisitor } from '../../test/e2e/support/playground-visitor.ts';
import { compact } from './camera.ts';
import { openBrowser } from './open-browser.ts';
import { renderFonts } from './render-fonts.ts';
import { createSandboxArtist } from './sandbox-artist.ts';
import { quietLog } from './studio.ts';

interface Shot {
  readonly name: string;
  readonly language: 'en' | 'ru';
  readonly look: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** What has to happen until there is something to see. */
  readonly play: (page: Page, world: World) => Promise<void>;
}

const password = 'a-sentence-for-pictures';

const desk = { width: 1000, height: 760 } as const;
const phone = { width: 390, height: 800 } as const;

/** What has to happen once all pictures of the playground are taken. */
const after: (() => void)[] = [];

const shots: readonly Shot[] = [
  { name: 'start', language: 'en', look: 'light', ...desk, play: async () => {} },
  {
    name: 'picture',
    language: 'en',
    look: 'light',
    ...desk,
    play: async (page) => {
      await say(page, 'a lighthouse at dawn');
      await page.locator('.message.final img').first().waitFor();
    },
  },
  {
    name: 'menu',
    language: 'en',
    look: 'dark',
    ...desk,
    play: (page) => page.locator('.composer textarea').fill('/'),
  },
  {
    name: 'people',
    language: 'ru',
    look: 'light',
    ...desk,
    play: async (page) => {
      await say(page, 'лиса в снегу');
      await page.locator('.message.final img').nth(1).waitFor();
      await page.locator('.people label').nth(1).click();
      await page.locator('.message.final img').nth(1).waitFor();
      await page.locator('.options summary').click();
      await page.locator('select[name=count]').selectOption('2');
      await say(page, 'старый мост');
      await page.locator('.message.final img').nth(3).waitFor();
    },
  },
  {
    name: 'form',
    language: 'ru',
    look: 'dark',
    ...phone,
    play: async (page) => {
      await page.locator('.message.final .buttons button').nth(1).click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  { name: 'phone', language: 'en', look: 'light', ...phone, play: async () => {} },
  {
    name: 'suggestions',
    language: 'en',
    look: 'dark',
    ...desk,
    play: async (page) => {
      await page.locator('.options summary').click();
      await page.locator('input[name=style]').focus();
      await page.locator('#suggestions li').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'worked-from',
    language: 'en',
    look: 'light',
    ...desk,
    play: async (page) => {
      const before = await page.locator('.message.final').count();
      await page.locator('.attach input').setInputFiles('docs/pictures/sandbox-lighthouse.jpg');
      await page.locator('.files img').waitFor();
      await say(page, 'the same in the snow');
      await page.locator('.message.final').nth(before).locator('img').waitFor();
    },
  },
  {
    name: 'line',
    language: 'en',
    look: 'light',
    ...desk,
    play: async (page, { runware }) => {
      const held = runware.hold();
      for (const words of ['a castle', 'a bird']) await say(page, words);
      await page.locator('.message.status').nth(1).waitFor();
      await page.locator('.people label').nth(1).click();
      await say(page, 'a boat');
      await page.locator('.message.status', { hasText: 'ahead' }).last().waitFor();
      await page.locator('.files').waitFor({ state: 'hidden' });
      await page.locator('.attach input').setInputFiles('docs/pictures/sandbox-lighthouse.jpg');
      await page.locator('.files img').waitFor();
      await page.locator('.composer textarea').fill('the same in the snow');
      after.push(() => held.release());
    },
  },
];

/** Takes the pictures of the playground, one after the other in one conversation. */
export async function photographPlayground(
  take: (name: string, png: Buffer) => Promise<void>,
): Promise<void> {
  const artist = createSandboxArtist();
  const world = await createWorld({ artist });
  const environment = {
    ...world.environment,
    DISCORD_TOKEN: '',
    TELEGRAM_TOKEN: '',
    MAX_RUNNING: '1',
    OPERATOR_PASSWORD: password,
  };
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const nodeVersion = process.versions.node;
  const app = await createApp(parseConfig(environment), { log: quietLog, now, nodeVersion, stopGraceMs: 0 });
  await app.start();
  const browser = await openBrowser();
  try {
    for (const { height, language, look, name, play, width } of shots) {
      const context = await openContext(browser, { viewport: { width, height } });
      await context.addInitScript(`localStorage.language = '${language}'; localStorage.look = '${look}';`);
      const page = await context.newPage();
      await page.goto(app.statusUrl);
      await page.locator('.message, .empty').first().waitFor();
      await play(page, world);
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.waitForLoadState('networkidle').catch(() => {});
      await take(
        `playground-${name}-${language}`,
        await compact(await page.screenshot({ animations: 'disabled' })),
      );
      await context.close();
    }
    for (const undo of after) undo();
    const ada = new PlaygroundVisitor({ person: 'ada', url: () => app.statusUrl });
    await ada.waitFor((all) => (all.some(({ kind }) => kind === 'status') ? undefined : true), 'all answers');
    await livePastDays(app.statusUrl, world, (byMs) => {
      aheadMs += byMs;
    });
    await decideThings(world, now());
    await take('operator-en', await photographOperator(browser, app.statusUrl));
    await take('playground-away-en', await photographAway(browser, app));
  } finally {
    await browser.close();
    await app.stop();
    await Promise.all([world.close(), artist.stop()]);
  }
}

async function say(page: Page, words: string): Promise<void> {
  await page.locator('.composer textarea').fill(words);
  await page.locator('.composer textarea').press('Enter');
}

/** Fonts are the machine's own otherwise, and this one may have few. */
async function openContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const fonts = await renderFonts();
  await context.route(/\/(node_modules|assets)\//, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: fileURLToPath(new URL(`../..${pathname}`, import.meta.url)) });
  });
  await context.route(/\/(page\/page|admin\/operator)\.css$/, async (route) => {
    const css = await (await route.fetch()).text();
    const body = `${fonts}${css}:root, h1, h2, code { font-family: 'gg sans'; }`;
    return route.fulfill({ body, contentType: 'text/css' });
  });
  return context;
}

const dayMs = 24 * 60 * 60_000;
const days = [3, 1, 4, 2, 5, 2];
const samples = [
  'a fox in the snow',
  'an old bridge',
  'a castle by the sea',
  'a boat at dusk',
  'a city at night',
];

/** So that there is something to plot. */
async function livePastDays(url: string, { runware }: World, advance: (byMs: number) => void): Promise<void> {
  for (const [day, count] of days.entries()) {
    advance(dayMs);
    if (day % 2 === 0) runware.fail({ kind: 'error', status: 400, code: 'invalidProviderContent' });
    const visitor = new PlaygroundVisitor({ person: day % 2 === 0 ? 'cleo' : 'ben', url: () => url });
    for (let index = 0; index < count; index += 1) {
      const prompt = samples[(day + index) % samples.length] ?? '';
      await visitor.use('imagine', { options: { prompt } });
      await visitor.waitFor((messages) => (messages.at(-1)?.kind === 'final' ? true : undefined), prompt);
    }
  }
}

/** So that there are rules, and somebody who made them. */
async function decideThings(world: World, atMs: number): Promise<void> {
  const storage = await openSqliteStorage(world.environment.DATABASE_URL ?? '');
  await storage.transaction(async ({ audit, bans, rules }) => {
    const placeId = 'discord:81384788765712384';
    await rules.putBot({ mostPictures: 2 });
    await rules.putPlace(placeId, { privateOnly: true, deniedChannels: ['discord:81384788765712390'] });
    await rules.putPlace('telegram:-1001234567890', { spoilersAlways: true, language: 'ru' });
    const byId = 'discord:80351110224678912';
    const person = 'telegram:4242';
    const reason = 'advertising, again and again';
    const untilMs = atMs + 3 * dayMs;
    await bans.put({ personId: person, byId, reason, scope: 'bot', atMs: atMs - dayMs, untilMs });
    const detail = { before: {}, after: { privateOnly: true } };
    await audit.append({
      atMs: atMs - 2 * dayMs,
      byId,
      scope: `place:${placeId}`,
      subject: undefined,
      deed: 'rules-changed',
      detail,
    });
    const banned = { deed: 'banned', subject: person, detail: { reason, untilMs } } as const;
    await audit.append({ atMs: atMs - dayMs, byId, scope: 'bot', ...banned });
  });
  await storage.close();
}

/** While the server is away, what is said is kept, and sent when it is back. */
async function photographAway(browser: Browser, app: App): Promise<Buffer> {
  const context = await openContext(browser, { viewport: desk });
  const page = await context.newPage();
  await page.goto(app.statusUrl);
  await page.locator('.message').first().waitFor();
  await app.stop();
  await page.locator('.connection:not([hidden])').waitFor();
  await say(page, 'a harbour in the fog');
  await page.locator('.message.pending').waitFor();
  const png = await page.screenshot({ animations: 'disabled' });
  await context.close();
  return compact(png);
}

async function photographOperator(browser: Browser, url: string): Promise<Buffer> {
  const viewport = { width: 1200, height: 900 };
  const context = await openContext(browser, {
    viewport,
    httpCredentials: { username: 'operator', password },
  });
  const page = await context.newPage();
  await page.goto(`${url}/admin`);
  await page.waitForLoadState('networkidle');
  const png = await page.screenshot({ fullPage: true, animations: 'disabled' });
  await context.close();
  return compact(png);
}
