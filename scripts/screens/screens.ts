import { readFile } from 'node:fs/promises';
import { draftingModel } from '../../test/e2e/support/offer-tools.ts';
import type { Platform, Seat } from './seat.ts';
import type { Studio } from './studio.ts';

export type Language = 'en' | 'ru';

/** One picture of the series: what has to happen until there is something to see. */
export interface Screen {
  readonly name: string;
  /** Whoever runs the bot sits there. */
  readonly isForOperators?: true;
  /** Resolves when the person at the seat sees it; what it resolves with brings everything to an end. */
  readonly play: (scene: Scene) => Promise<() => void>;
}

interface Scene {
  readonly studio: Studio;
  readonly platform: Platform;
  readonly seat: Seat;
  readonly words: (typeof prompts)[Language];
  readonly language: Language;
}

export const prompts = {
  en: {
    lighthouse: 'a lighthouse at dawn',
    fox: 'a fox in the snow',
    person: 'Ada',
    others: ['Ben', 'Cleo', 'Dan'],
  },
  ru: {
    lighthouse: 'маяк на рассвете',
    fox: 'лиса в снегу',
    person: 'Аня',
    others: ['Боря', 'Вера', 'Гриша'],
  },
} as const;

/** What people bring along. */
const photo = new URL('../../docs/pictures/sandbox-lighthouse.jpg', import.meta.url);

const nothing = () => {};
const isFinal = /\$/;
const linkCode = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

/** Gets a code on the other platform and types it here. */
async function typeCode({ language, platform, seat, studio, words }: Scene): Promise<void> {
  const name = words.person;
  const there = studio.platforms.find((other) => other !== platform)?.seat({ name, language });
  there?.ask({ command: 'link' });
  let code = '';
  await there?.until(({ words }) => {
    code = linkCode.exec(words)?.[0] ?? '';
    return code !== '';
  }, 'a code');
  seat.ask({ command: 'link', options: { code } });
  await seat.until(({ buttons }) => buttons.some((label) => label.includes('🔗')), 'the question');
}

export const screens: readonly Screen[] = [
  {
    name: 'queued',
    async play({ studio, platform, seat, words, language }) {
      const hold = studio.runware.hold();
      const [first, ...others] = words.others.map((name) => platform.seat({ name, language }));
      first?.ask({ command: 'imagine', options: { prompt: words.fox } });
      await hold.arrived;
      for (const other of others) {
        other.ask({ command: 'imagine', options: { prompt: words.fox } });
        await other.until(({ words }) => words.includes('⏳'), 'a place in line');
      }
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse } });
      await seat.until(({ words }) => words.includes('⏳'), 'a place in line');
      return () => hold.release();
    },
  },
  {
    name: 'running',
    async play({ studio, seat, words }) {
      const hold = studio.runware.hold();
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse, count: 2 } });
      await hold.arrived;
      studio.advance(7_000);
      await seat.until(({ words }) => /[▓░]/.test(words), 'how long it has taken');
      return () => hold.release();
    },
  },
  {
    name: 'draft',
    async play({ studio, seat, words }) {
      const hold = studio.runware.hold(({ model }) => model !== draftingModel);
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse, draft: true } });
      await seat.until(({ pictures, words }) => pictures === 1 && words.includes('✏️'), 'a draft');
      return () => hold.release();
    },
  },
  {
    name: 'one-picture',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse } });
      await seat.until(({ pictures, words }) => pictures === 1 && isFinal.test(words), 'one picture');
      return nothing;
    },
  },
  {
    name: 'four-pictures',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.fox, count: 4 } });
      await seat.until(({ pictures, words }) => pictures === 4 && isFinal.test(words), 'four pictures');
      return nothing;
    },
  },
  {
    name: 'styled',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.fox, style: 'watercolour' } });
      await seat.until(
        ({ pictures, words }) => pictures === 1 && isFinal.test(words),
        'a picture in a style',
      );
      return nothing;
    },
  },
  {
    name: 'styles',
    async play({ seat }) {
      seat.ask({ command: 'styles' });
      await seat.until(({ words }) => words.includes('pixel-art'), 'the styles');
      return nothing;
    },
  },
  {
    name: 'in-words',
    async play({ seat, words }) {
      seat.ask({ command: 'describe', photo: await readFile(photo) });
      await seat.until(({ buttons, words }) => buttons.length > 1 && isFinal.test(words), 'a description');
      seat.ask({ command: 'enhance', options: { prompt: words.fox } });
      const isSecond = (shown: string) => shown.includes('Llama') && !shown.includes('✍️');
      await seat.until(({ words: shown }) => isSecond(shown), 'better words');
      return nothing;
    },
  },
  {
    name: 'larger-and-cut-out',
    async play({ seat }) {
      seat.ask({ command: 'upscale', photo: await readFile(photo) });
      await seat.until(({ pictures, words }) => pictures === 1 && isFinal.test(words), 'a larger picture');
      seat.press(/✂/);
      await seat.until(({ words }) => words.includes('BiRefNet') && !/[⏳🎨]/u.test(words), 'a cut-out');
      return nothing;
    },
  },
  {
    name: 'failure',
    async play({ studio, seat, words }) {
      studio.runware.fail({ kind: 'error', code: 'timeoutProvider', status: 504 });
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse } });
      await seat.until(({ words }) => words.includes('⚠️'), 'what went wrong');
      return nothing;
    },
  },
  {
    name: 'history',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.fox } });
      await seat.until(({ words: shown }) => isFinal.test(shown), 'the first picture');
      seat.ask({ command: 'imagine', options: { prompt: words.lighthouse, count: 2 } });
      const isSecond = (shown: string) => shown.includes(words.lighthouse) && !/[⏳🎨]/u.test(shown);
      await seat.until(({ words: shown }) => isSecond(shown), 'the second picture');
      seat.ask({ command: 'history' });
      await seat.until(({ words: shown }) => /1 (of|из) 2/.test(shown), 'the newest picture of the history');
      return nothing;
    },
  },
  {
    name: 'settings',
    async play({ seat }) {
      seat.ask({ command: 'settings', options: { count: 2, aspect: '16:9' } });
      await seat.until(({ buttons }) => buttons.length > 1, 'what can be set');
      return nothing;
    },
  },
  {
    name: 'link',
    async play({ seat }) {
      seat.ask({ command: 'link' });
      await seat.until(({ words }) => linkCode.test(words), 'a code');
      return nothing;
    },
  },
  {
    name: 'link-question',
    async play(scene) {
      await typeCode(scene);
      return nothing;
    },
  },
  {
    name: 'unlink',
    async play(scene) {
      const { seat } = scene;
      await typeCode(scene);
      seat.press(/🔗/);
      await seat.until(({ words }) => words.includes('✅'), 'that it is done');
      seat.ask({ command: 'usage' });
      await seat.until(({ words }) => words.includes('📊'), 'what both used');
      seat.ask({ command: 'unlink' });
      await seat.until(({ words }) => words.includes('✂️'), 'that they parted');
      return nothing;
    },
  },
  {
    name: 'privacy',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.fox } });
      await seat.until(({ words: shown }) => isFinal.test(shown), 'a picture');
      seat.ask({ command: 'privacy' });
      await seat.until(({ words: shown }) => shown.includes('🔐'), 'what is kept');
      return nothing;
    },
  },
  {
    name: 'privacy-question',
    async play({ seat, words }) {
      seat.ask({ command: 'imagine', options: { prompt: words.fox } });
      await seat.until(({ words: shown }) => isFinal.test(shown), 'a picture');
      seat.ask({ command: 'privacy' });
      await seat.until(({ words: shown }) => shown.includes('🔐'), 'what is kept');
      seat.press(/🗑.*…/u);
      await seat.until(({ words: shown }) => /for good|навсегда/.test(shown), 'the question');
      return nothing;
    },
  },
  {
    name: 'admin-status',
    isForOperators: true,
    async play({ seat }) {
      seat.ask({ command: 'admin status' });
      await seat.until(({ words }) => words.includes('Easel'), 'how the bot is');
      return nothing;
    },
  },
  {
    name: 'admin-rules',
    isForOperators: true,
    async play({ seat }) {
      seat.ask({ command: 'admin ban', options: { person: '40123456789', for: '7d', reason: 'spam' } });
      await seat.until(({ words }) => words.includes('⛔'), 'a ban');
      const options = { 'most-pictures': 2, strictness: 'strict', models: 'flux, imagen' };
      seat.ask({ command: 'admin rules', options });
      await seat.until(({ words }) => words.includes('✅'), 'the rules');
      return nothing;
    },
  },
  {
    name: 'admin-usage',
    isForOperators: true,
    async play({ platform, language, seat, studio, words }) {
      for (const name of words.others) {
        const other = platform.seat({ name, language });
        other.ask({ command: 'imagine', options: { prompt: words.fox, count: 2 } });
        await other.until(({ pictures, words }) => pictures === 2 && isFinal.test(words), 'two pictures');
      }
      await studio.idle();
      seat.ask({ command: 'admin usage' });
      await seat.until(({ pictures }) => pictures === 1, 'what was paid');
      return nothing;
    },
  },
  {
    name: 'admin-audit',
    isForOperators: true,
    async play({ seat }) {
      seat.ask({ command: 'admin rules', options: { 'most-pictures': 3, spoilers: true } });
      await seat.until(({ words }) => words.includes('✅'), 'the rules');
      seat.ask({ command: 'admin grant', options: { person: '40123456789', pictures: 5, for: '7d' } });
      await seat.until(({ words }) => words.includes('🎁'), 'a grant');
      seat.ask({ command: 'admin audit' });
      await seat.until(({ words }) => words.includes('📒'), 'who decided what');
      return nothing;
    },
  },
];
