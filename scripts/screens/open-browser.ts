import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/**
 * The browser that comes with the development packages; it runs on Linux on x64 only, so elsewhere one that is
 * installed.
 *
 * @throws Error that says what is missing.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: bundled } = await import('@sparticuz/chromium');
    // Its own arguments are for a single page of a single process, which is over with the page.
    return chromium.launch({ executablePath: await bundled.executablePath() });
  }
  for (const channel of ['chrome', 'chromium', 'msedge']) {
    const browser = await chromium.launch({ channel }).catch(() => undefined);
    if (browser !== undefined) return browser;
  }
  throw new Error(
    'No browser was found. The one among the packages runs on Linux on x64; elsewhere install Google Chrome, Chromium or Microsoft Edge.',
  );
}
