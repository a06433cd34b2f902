import type { Browser } from 'playwright-core';
import { openBrowser } from '../../../scripts/screens/open-browser.ts';

/**
 * The browser among the packages, which runs on Linux on x64; elsewhere one that is installed. Where there is none, says
 * so: the tests that need it are skipped, and counted as such.
 */
export async function openBrowserIfAny(): Promise<Browser | undefined> {
  try {
    return await openBrowser();
  } catch (error) {
    process.stderr.write(`The tests of pages are skipped for want of a browser: ${error}\n`);
    return undefined;
  }
}
