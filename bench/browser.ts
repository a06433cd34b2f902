import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../scripts/screens/open-browser.ts';
import type { Measurement } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { startEasel } from './start-easel.ts';

const rounds = 5;

/** What somebody who tries Easel waits for. */
export const browser: Measurement = {
  name: 'browser',
  about:
    'A real process without any token, as a newcomer starts it, and Chromium, each time anew and with an empty database: ' +
    'from the request for the page until something is on the screen, and from there until the first picture of the ' +
    'sandbox is, when it is asked for as soon as one can type; then a second one.',
  run: async () => {
    const chromium = await openBrowser();
    const taken: Taken[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) taken.push(await tryEasel(chromium));
    } finally {
      await chromium.close();
    }
    return [
      { 'from … to …': 'page asked for, first paint', ...summaryMs(taken.map(({ paintMs }) => paintMs)) },
      { 'from … to …': 'first paint, first picture', ...summaryMs(taken.map(({ firstMs }) => firstMs)) },
      { 'from … to …': 'words sent, second picture', ...summaryMs(taken.map(({ secondMs }) => secondMs)) },
    ];
  },
};

interface Taken {
  readonly paintMs: number;
  readonly firstMs: number;
  readonly secondMs: number;
}

async function tryEasel(chromium: Browser): Promise<Taken> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const program = startEasel({
    DATABASE_URL: join(folder, 'easel.sqlite'),
    PICTURES_URL: join(folder, 'pictures'),
    HTTP_PORT: '0',
  });
  const context = await chromium.newContext();
  try {
    await program.waitForLog('Easel is ready');
    const { url } = await program.waitForLog('the status server listens');
    const page = await context.newPage();
    await page.goto(String(url));
    const paintMs = await page.evaluate<number>(firstPaint);
    const firstMs = (await pictureAfter(page, { words: 'a lighthouse at dawn', count: 1 })) - paintMs;
    const sentMs = await page.evaluate<number>('performance.now()');
    const secondMs = (await pictureAfter(page, { words: 'a fox in the snow', count: 2 })) - sentMs;
    return { paintMs, firstMs, secondMs };
  } finally {
    await context.close();
    await program.dispose();
    await rm(folder, { recursive: true });
  }
}

/** https://www.w3.org/TR/paint-timing/#first-contentful-paint */
const firstPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** Resolves with when the last of so many pictures was there to be seen, on the clock of the page. */
async function pictureAfter(
  page: Page,
  { count, words }: { readonly words: string; readonly count: number },
): Promise<number> {
  await page.locator('.composer textarea').fill(words);
  await page.locator('.composer textarea').press('Enter');
  await page
    .locator('.message.final img')
    .nth(count - 1)
    .waitFor();
  const picture = `document.querySelectorAll('.message.final img')[${count - 1}]`;
  return page.evaluate<number>(`${picture}.decode().then(() => performance.now())`);
}
