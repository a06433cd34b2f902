import { setTimeout as wait } from 'node:timers/promises';
import { allBots, type Bot } from './bots.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';
import { summaryMs } from './percentile.ts';

const crowds = [1, 50, 500, 2_000];
const patienceMs = 120_000;
/** Discord shows a failure when the first answer takes longer: https://docs.discord.com/developers/interactions/receiving-and-responding */
const discordWaitsMs = 3_000;

/** How long people wait for the first answer when many of them ask in the same moment. */
export const firstAnswers: Measurement = {
  name: 'first-answers',
  about:
    'From the moment Discord sends an /imagine of each of so many people at once until it has the first answer. ' +
    'Each bot has processes of its own, and how long they keep processors busy until all are answered is said, too. The ' +
    'fake Discord, in another, sends them one after the other and checks every body against the schema: its cost is in ' +
    'the figures.',
  run: async () => {
    const rows: Row[] = [];
    for (const bot of allBots) for (const people of crowds) rows.push(await measure(bot, people));
    return rows;
  },
};

async function measure(bot: Bot, people: number): Promise<Row> {
  const world = await openMeasuredWorld();
  const running = await bot.start(world);
  try {
    // Nothing is painted meanwhile: what is measured is the way in.
    world.runware.hold();
    await wait(bot.settlesMs ?? 0);
    const crowd = Array.from({ length: people }, (_, index) => world.discord.person({ name: `p${index}` }));
    const secondsBefore = await running.processorSeconds();
    const asked = crowd.map((person) =>
      person.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn' } }),
    );
    const waits = () =>
      asked.flatMap(({ interaction: { answeredAtMs, dispatchedAtMs } }) =>
        answeredAtMs === undefined ? [] : [answeredAtMs - dispatchedAtMs],
      );
    const deadlineMs = Date.now() + patienceMs;
    while (waits().length < people && Date.now() < deadlineMs) await wait(20);
    const answered = waits();
    const tookMs = ((await running.processorSeconds()) - secondsBefore) * 1_000;
    return {
      bot: bot.name,
      people,
      unanswered: people - answered.length,
      [`over ${discordWaitsMs} ms`]: answered.filter((ms) => ms > discordWaitsMs).length,
      ...summaryMs(answered),
      // What is accepted is seen by all.
      'told that too many ask': asked.filter(({ interaction }) => interaction.original?.ephemeral).length,
      'processor ms each': Number((tookMs / people).toFixed(2)),
      violations: world.discord.violations.length,
    };
  } finally {
    await running.stop();
    await world.close();
  }
}
