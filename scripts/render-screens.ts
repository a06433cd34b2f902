/**
 * Writes `docs/pictures/<platform>-<screen>-<language>.png`: what people see of the bot. The whole of Easel runs
 * between the fakes, people act, and a browser shows what it really sent. Words after the command choose some of the
 * pictures, as in `npm run screens -- discord failure ru`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { openCamera } from './screens/camera.ts';
import { photographPlayground } from './screens/photograph-playground.ts';
import { type Language, prompts, screens } from './screens/screens.ts';
import { openStudio, type Studio } from './screens/studio.ts';
import { teachTimes } from './screens/teach-times.ts';

const folder = new URL('../docs/pictures/', import.meta.url);
const languages: readonly Language[] = ['en', 'ru'];
const wanted = process.argv.slice(2);
const known = ['discord', 'telegram', 'playground', ...screens.map(({ name }) => name), ...languages];
const unknown = wanted.filter((word) => !known.includes(word));
if (unknown.length > 0) {
  console.error(`There is nothing called ${unknown.join(', ')}; choose from ${known.join(', ')}.`);
  process.exit(64);
}

await mkdir(folder, { recursive: true });
if (wanted.length === 0 || wanted.includes('playground')) await photographPlayground(keep);
if (wanted.includes('playground')) process.exit(0);
const camera = await openCamera();
try {
  const studio = await openStudio();
  try {
    await teachTimes(studio);
    await takeAll(studio);
    if (studio.objections.length > 0) throw new Error(`the fakes objected: ${studio.objections.join('; ')}`);
  } finally {
    await studio.close();
  }
} finally {
  await camera.close();
}

async function takeAll(studio: Studio): Promise<void> {
  for (const platform of studio.platforms) {
    for (const screen of screens) {
      for (const language of languages) {
        const parts = [platform.name, screen.name, language];
        if (!wanted.every((word) => parts.includes(word))) continue;
        const words = prompts[language];
        const seat = screen.isForOperators
          ? platform.operatorSeat(language)
          : platform.seat({ name: words.person, language });
        const end = await screen.play({ studio, platform, seat, words, language });
        const png = await camera.photograph(await seat.page(), platform.view);
        end();
        await studio.idle();
        await keep(parts.join('-'), png);
      }
    }
  }
}

async function keep(name: string, png: Buffer): Promise<void> {
  await writeFile(new URL(`${name}.png`, folder), png);
  console.log(`docs/pictures/${name}.png  ${Math.round(png.length / 1024)} KB`);
}
