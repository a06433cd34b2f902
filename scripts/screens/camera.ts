import { fileURLToPath } from 'node:url';
import type { Browser, Route } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser } from './open-browser.ts';
import { renderFonts } from './render-fonts.ts';

/** Takes pictures of pages. */
export interface Camera {
  /** A PNG of the page's `<main>`, `view.width` CSS pixels wide. */
  photograph(body: string, view: { readonly width: number; readonly scale: number }): Promise<Buffer>;
  close(): Promise<void>;
}

/** Pages find the repository's files there; everything else is out of reach, so nothing comes from the network. */
const origin = 'http://screens.invalid';
const root = new URL('../../', import.meta.url);
const packages = '/node_modules';
const modules = {
  '@skyra/discord-components-core': `${packages}/@skyra/discord-components-core/dist/index.js`,
  '@lit/context': `${packages}/@lit/context/index.js`,
  '@lit/reactive-element': `${packages}/@lit/reactive-element/reactive-element.js`,
  '@lit/reactive-element/': `${packages}/@lit/reactive-element/`,
  lit: `${packages}/lit/index.js`,
  'lit/': `${packages}/lit/`,
  'lit-element/': `${packages}/lit-element/`,
  'lit-html': `${packages}/lit-html/lit-html.js`,
  'lit-html/': `${packages}/lit-html/`,
};

export async function openCamera(): Promise<Camera> {
  const browser = await openBrowser();
  const fonts = await renderFonts();
  return {
    photograph: async (body, view) => compact(await photograph(browser, { html: frame(body), fonts, view })),
    close: () => browser.close(),
  };
}

function frame(body: string): string {
  return `<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/fonts.css">
<style>body { margin: 0; font-family: 'gg sans'; } code { font-family: inherit; }</style>
<script type="importmap">${JSON.stringify({ imports: modules })}</script>
${body}`;
}

interface Shot {
  readonly html: string;
  readonly fonts: string;
  readonly view: { readonly width: number; readonly scale: number };
}

async function photograph(browser: Browser, { html, fonts, view }: Shot): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width: view.width, height: 600 },
    deviceScaleFactor: view.scale,
  });
  try {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.route(
      () => true,
      (route) => serve(route, { html, fonts }),
    );
    await page.goto(`${origin}/`, { waitUntil: 'networkidle' });
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    if (faults.length > 0) throw new Error(`the page has faults: ${faults.join('; ')}`);
    return await page.locator('main').screenshot({ animations: 'disabled' });
  } finally {
    await page.close();
  }
}

async function serve(route: Route, { html, fonts }: { html: string; fonts: string }): Promise<void> {
  const url = new URL(route.request().url());
  if (url.protocol === 'data:') return route.continue();
  if (url.origin !== origin) return route.abort();
  if (url.pathname === '/') return route.fulfill({ body: html, contentType: 'text/html' });
  if (url.pathname === '/fonts.css') return route.fulfill({ body: fonts, contentType: 'text/css' });
  if (url.pathname === '/favicon.ico') return route.fulfill({ status: 204 });
  return route.fulfill({ path: fileURLToPath(new URL(`.${url.pathname}`, root)) });
}

const largestBytes = 150_000;

/** As many colours as fit into a file that is quick to load. */
export async function compact(png: Buffer): Promise<Buffer> {
  let smallest = png;
  for (const colours of [256, 192, 128, 96, 64]) {
    smallest = await sharp(png).png({ palette: true, colours, effort: 10, dither: 0.6 }).toBuffer();
    if (smallest.length <= largestBytes) break;
  }
  return smallest;
}
