import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { allBots, type Bot, plainBot } from './bots.ts';
import { type MeasuredWorld, openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { photographer } from './photographs.ts';

const rounds = 40;
const crowd = 30;
const patienceMs = 120_000;

/** What a bot adds between the image service's answer and the picture in the chat, and what a picture costs it. */
export const delivery: Measurement = {
  name: 'delivery',
  about:
    `From the moment the image service answers until Discord has the picture of 1.5 MB: ${rounds} one after the other, ` +
    `then ${crowd} whose answers come in one instant. "The bytes alone" is a script that downloads and uploads them and ` +
    'does nothing else. The fakes, in another process on the same machine, serve and check every picture.',
  run: async () => {
    const rows = [await moveBytes()];
    for (const bot of allBots) rows.push(await measure(bot));
    return rows;
  },
};

async function measure(bot: Bot): Promise<Row> {
  const world = await openMeasuredWorld({ artist: await photographer() });
  const running = await bot.start(world, { MAX_RUNNING: String(crowd), MAX_RUNNING_PER_USER: '4' });
  try {
    const people = Array.from({ length: crowd }, (_, index) => world.discord.person({ name: `p${index}` }));
    // The first one finds everything cold.
    await paintAtOnce(world, people.slice(0, 1));
    const callsBefore = world.discord.requests.length;
    const secondsBefore = await running.processorSeconds();
    const alone: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      alone.push(...(await paintAtOnce(world, people.slice(0, 1))));
    const processorMs = ((await running.processorSeconds()) - secondsBefore) * 1_000;
    const calls = world.discord.requests.length - callsBefore;
    const isEasel = bot !== plainBot;
    // Forgets the delays until here.
    if (isEasel) await running.eventLoopP99Ms();
    const together = await paintAtOnce(world, people);
    const loop = isEasel ? { 'event loop p99 ms': Math.round(await running.eventLoopP99Ms()) } : {};
    return {
      by: bot.name,
      ...summaryMs(alone),
      'calls each': Number((calls / rounds).toFixed(1)),
      'processor ms each': Math.round(processorMs / rounds),
      [`${crowd} at once, p50`]: summaryMs(together)['p50 ms'],
      [`${crowd} at once, max`]: summaryMs(together)['max ms'],
      ...loop,
      violations: world.discord.violations.length,
    };
  } finally {
    await running.stop();
    await world.close();
  }
}

/** Each asks for a picture; how long after the service's answer, which comes to all of them at once, each has it. */
async function paintAtOnce(
  { runware }: MeasuredWorld,
  people: readonly ReturnType<MeasuredWorld['discord']['person']>[],
): Promise<readonly number[]> {
  const hold = runware.hold();
  const asked = people.map((person) =>
    person.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn' } }),
  );
  await hold.arrivals(people.length);
  const answeredAtMs = performance.now();
  hold.release();
  return Promise.all(
    asked.map(async (request) => {
      await request.waitForMessage(
        ({ visibleAttachments }) => visibleAttachments.length === 1,
        'the picture',
        patienceMs,
      );
      return performance.now() - answeredAtMs;
    }),
  );
}

async function moveBytes(): Promise<Row> {
  const world = await openMeasuredWorld({ artist: await photographer() });
  const mover = fork(`${import.meta.dirname}/baseline/move-picture.ts`);
  try {
    await once(mover, 'spawn');
    const alone: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const from = await paintedUrl(world);
      const startedAtMs = performance.now();
      mover.send({
        from,
        to: `${world.discord.url}/v10/channels/${world.discord.home.general.id}/messages`,
        token: world.discord.token,
      });
      const [status] = await once(mover, 'message');
      if (status !== 200) throw new Error(`The picture was refused with ${status}`);
      alone.push(performance.now() - startedAtMs);
    }
    return { by: 'the bytes alone', ...summaryMs(alone.slice(1)), 'calls each': 1 };
  } finally {
    mover.kill();
    await world.close();
  }
}

async function paintedUrl({ runware }: MeasuredWorld): Promise<string> {
  const answer = await fetch(runware.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${runware.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      {
        taskType: 'imageInference',
        taskUUID: randomUUID(),
        positivePrompt: 'a lighthouse at dawn',
        model: 'google:4@1',
        numberResults: 1,
        outputType: ['URL'],
        outputFormat: 'JPEG',
        includeCost: true,
      },
    ]),
  });
  const { data } = (await answer.json()) as { data: { imageURL: string }[] };
  const [picture] = data;
  if (picture === undefined) throw new Error('Expected a painted picture');
  return picture.imageURL;
}
