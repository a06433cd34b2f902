import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '../test/fakes/discord/control/person.ts';
import { type Bot, easelOnPostgres, easelOnSqlite } from './bots.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';

const crowds = [1_000, 10_000];
const peopleCount = 100;
/** So many at once that the first answers are not late on any machine. */
const atOnce = 50;
const idleMs = 3_000;
/** V8 looks every 8 s whether the process is quiet, and then gives back what lies idle. */
const settleMs = 60_000;
const patienceMs = 120_000;

/** What Easel holds in memory when nobody asks, and what each request adds that waits for its turn. */
export const memory: Measurement = {
  name: 'memory',
  about:
    'Resident memory of one process with both platforms: three idle seconds after its start, and after 1,000 and 10,000 ' +
    'requests were accepted that wait; settled is one quiet minute later. The fakes run in another process.',
  run: async () => {
    const rows: Row[] = [];
    for (const bot of [easelOnSqlite, easelOnPostgres({ workers: 0 })]) rows.push(await measure(bot));
    return rows;
  },
};

async function measure(bot: Bot): Promise<Row> {
  const world = await openMeasuredWorld();
  const running = await bot.start(world, {
    ...world.onTelegram,
    MAX_QUEUED_PER_USER: '1000',
    MAX_PICTURES_PER_USER_PER_DAY: '1000000',
    MAX_PICTURES_PER_DAY: '1000000',
  });
  const megabytesAfter = async (quietMs: number) => {
    await wait(quietMs);
    return Math.round(await running.residentMegabytes());
  };
  try {
    world.runware.hold();
    const row: Record<string, string | number> = {
      by: bot.name,
      'idle MB': await megabytesAfter(idleMs),
      'idle, settled': await megabytesAfter(settleMs),
    };
    const people: Person[] = [];
    let waiting = 0;
    for (const crowd of crowds) {
      for (; waiting < crowd; waiting += atOnce) {
        const asked = Array.from({ length: atOnce }, (_, index) => {
          const number = waiting + index;
          people[number % peopleCount] ??= world.discord.person({ name: `p${number}` });
          return people[number % peopleCount]?.slash({
            command: 'imagine',
            options: { prompt: `lighthouse ${number}` },
          });
        });
        await Promise.all(asked.map((request) => request?.acknowledged(patienceMs)));
      }
      row[`${crowd.toLocaleString('en')} waiting`] = await megabytesAfter(idleMs);
    }
    row['the same, settled'] = await megabytesAfter(settleMs);
    return row;
  } finally {
    await running.stop();
    await world.close();
  }
}
