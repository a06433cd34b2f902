import { readFile } from 'node:fs/promises';

const styles = ['400', '400-italic', '500', '600', '700'];

/**
 * One family out of several fonts, called as Discord's own, which its components ask for first: emoji, letters, and the
 * blocks of a bar. Where ranges overlap, the later one counts. A browser looks at the fonts of one weight and slope only,
 * so each has them all. (The emoji font in parts would show nothing.)
 */
export async function renderFonts(): Promise<string> {
  const emoji = await readSheet('@fontsource/noto-color-emoji/emoji.css');
  const letters = await Promise.all(styles.map((style) => readSheet(`@fontsource/noto-sans/${style}.css`)));
  return styles
    .flatMap((style, index) => [styled(emoji, style), letters[index], styled(bar, style)])
    .join('\n');
}

const bar = `@font-face {
  font-family: 'gg sans';
  font-style: normal;
  font-weight: 400;
  src: url(/assets/fonts/DejaVuSans.ttf);
  unicode-range: U+2304, U+2580-259F, U+2713, U+2715;
}`;

function styled(rule: string, style: string): string {
  const [weight = '400', slope = 'normal'] = style.split('-');
  return rule
    .replace('font-weight: 400', `font-weight: ${weight}`)
    .replace('font-style: normal', `font-style: ${slope}`);
}

async function readSheet(sheet: string): Promise<string> {
  const css = await readFile(new URL(`../../node_modules/${sheet}`, import.meta.url), 'utf8');
  const folder = `/node_modules/${sheet.slice(0, sheet.lastIndexOf('/'))}`;
  return css
    .replaceAll(/font-family: '[^']+'/g, "font-family: 'gg sans'")
    .replaceAll('url(./', `url(${folder}/`);
}
