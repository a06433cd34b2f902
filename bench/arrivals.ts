import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../test/chaos/random.ts';
import type { Person } from '../test/fakes/discord/control/person.ts';
import { type Bot, easelOnPostgres, easelOnSqlite } from './bots.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { photographer } from './photographs.ts';

const perSecond = [1, 5, 15];
const lastsMs = 30_000;
const burstsAtMs = [10_000, 20_000];
const burst = 60;
const paintingMs = 4_000;
const peopleCount = 500;
const patienceMs = 120_000;
const discordWaitsMs = 3_000;

/** How it goes when people come whenever they like, and not when there is room for them. */
export const arrivals: Measurement = {
  name: 'arrivals',
  about:
    `${peopleCount} people ask at random for ${lastsMs / 1_000} s, so many each second on average, and twice ${burst} of ` +
    `them in one instant. A picture of 1.5 MB takes the service ${paintingMs / 1_000} s; 200 are painted at once at most. ` +
    'Nobody waits with asking for others to be served. The fakes are on the same machine: their cost is in the figures.',
  run: async () => {
    const rows: Row[] = [];
    const bots = [easelOnSqlite, easelOnPostgres({ workers: 1 }), easelOnPostgres({ workers: 4 })];
    for (const bot of bots) for (const rate of perSecond) rows.push(await measure(bot, rate));
    return rows;
  },
};

async function measure(bot: Bot, rate: number): Promise<Row> {
  const world = await openMeasuredWorld({ artist: await photographer(), delayMs: () => paintingMs });
  const running = await bot.start(world, {
    MAX_RUNNING: '200',
    MAX_QUEUED_PER_USER: '1000',
    MAX_PICTURES_PER_USER_PER_DAY: '1000000',
    MAX_PICTURES_PER_DAY: '1000000',
  });
  try {
    const people = Array.from({ length: peopleCount }, (_, index) =>
      world.discord.person({ name: `p${index}` }),
    );
    const secondsBefore = await running.processorSeconds();
    const asked: Promise<Asked>[] = [];
    const startedAtMs = performance.now();
    for (const atMs of momentsOf(rate)) {
      await wait(startedAtMs + atMs - performance.now());
      const person = people[asked.length % peopleCount];
      if (person !== undefined) asked.push(ask(person));
    }
    const all = await Promise.all(asked);
    const processorSeconds = (await running.processorSeconds()) - secondsBefore;
    const first = summaryMs(all.map(({ firstAnswerMs }) => firstAnswerMs));
    const picture = summaryMs(all.map(({ pictureMs }) => pictureMs));
    return {
      by: bot.name,
      'a second': rate,
      asked: all.length,
      'first answer p50 ms': first['p50 ms'],
      'p99 ms': first['p99 ms'],
      [`over ${discordWaitsMs} ms`]: all.filter(({ firstAnswerMs }) => firstAnswerMs > discordWaitsMs).length,
      'picture p50 ms': picture['p50 ms'],
      'picture p99 ms': picture['p99 ms'],
      'processor ms each': Math.round((processorSeconds * 1_000) / all.length),
      'paid twice': world.runware.ledger.paidTwice.length,
      violations: world.discord.violations.length,
    };
  } finally {
    await running.stop();
    await world.close();
  }
}

interface Asked {
  readonly firstAnswerMs: number;
  /** From asking until the picture is there. */
  readonly pictureMs: number;
}

async function ask(person: Person): Promise<Asked> {
  const askedAtMs = performance.now();
  const request = person.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn' } });
  const { afterMs } = await request.acknowledged(patienceMs);
  await request.waitForMessage(
    ({ visibleAttachments }) => visibleAttachments.length === 1,
    'the picture',
    patienceMs,
  );
  return { firstAnswerMs: afterMs, pictureMs: performance.now() - askedAtMs };
}

/** When people ask, in milliseconds from the start, in order: the same for every bot. */
function momentsOf(rate: number): readonly number[] {
  const random = new Random(20_261_129);
  const moments: number[] = burstsAtMs.flatMap((atMs) => Array.from({ length: burst }, () => atMs));
  for (let atMs = 0; atMs < lastsMs; atMs += (-Math.log(1 - random.next()) / rate) * 1_000)
    moments.push(atMs);
  return moments.toSorted((one, other) => one - other);
}
