import type { Studio } from './studio.ts';

const takesMs = [6_000, 7_000, 8_000, 9_000, 10_000, 14_000];
/** After that, Easel looks again at how long its results took. */
const untilLearnedMs = 61_000;

/** Lets some pictures be painted, so that Easel knows how long they take and can say so. */
export async function teachTimes(studio: Studio): Promise<void> {
  const seat = studio.platforms[0]?.seat({ name: 'Eve', language: 'en' });
  const paint = async (ms: number, meanwhile?: () => Promise<void>) => {
    const hold = studio.runware.hold();
    seat?.ask({ command: 'imagine', options: { prompt: 'a boat on a lake' } });
    await hold.arrived;
    studio.advance(ms);
    await meanwhile?.();
    hold.release();
    await studio.idle();
  };
  for (const ms of takesMs) await paint(ms);
  await paint(untilLearnedMs, async () => {
    await seat?.until(({ words }) => words.includes('about 8 s'), 'times that were learned');
  });
}
