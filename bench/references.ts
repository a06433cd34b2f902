import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { RunningProgram } from '../test/e2e/process/running-program.ts';
import type { InteractionHandle } from '../test/fakes/discord/control/interaction-handle.ts';
import type { MeasuredWorld } from './measured-world.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { photograph } from './photographs.ts';
import { residentMegabytesOf } from './resident-memory.ts';
import { startEasel } from './start-easel.ts';

const crowd = 100;
const largeCrowd = 1_000;
const patienceMs = 300_000;

/** What pictures that people send along cost everybody else: time to the first answer, and memory. */
export const references: Measurement = {
  name: 'references',
  about:
    'First answers to 100 people at once, without and with an 8 MB photo each, in the same run; then the memory of the ' +
    'process (its reading processes not included) while 1,000 requests with a photo of 1 MB each wait for their turn. ' +
    'The fakes, which serve the photos, run in another process.',
  run: async () => {
    const world = await openMeasuredWorld();
    const program = startEasel({ ...world.environment, MAX_QUEUED_PER_USER: '100' });
    try {
      await program.waitForLog('Easel is ready');
      world.runware.hold();
      const rows: Row[] = [];
      rows.push({
        requests: `${crowd} with words`,
        ...(await ask(world, crowd, undefined)),
        ...(await memoryOf(program)),
      });
      const large = await photograph(4_600, 3_450, 87);
      rows.push({
        requests: `${crowd} with ${megabytes(large)} MB each`,
        ...(await ask(world, crowd, large)),
        ...(await memoryOf(program)),
      });
      await prepared(world, 2 * crowd);
      rows.push({ requests: 'all of them prepared', ...(await memoryOf(program)) });
      const small = await photograph(1_600, 1_500, 87);
      await ask(world, largeCrowd, small);
      await prepared(world, 2 * crowd + largeCrowd);
      rows.push({
        requests: `${largeCrowd} more with ${megabytes(small)} MB, prepared`,
        ...(await memoryOf(program)),
      });
      return rows;
    } finally {
      await program.dispose();
      await world.close();
    }
  },
};

/** Lets so many people ask in the same moment, and waits for their first answers. */
async function ask(world: MeasuredWorld, people: number, bytes: Buffer | undefined) {
  const image = bytes && { filename: 'photo.jpg', bytes, contentType: 'image/jpeg' };
  const asked: InteractionHandle[] = [];
  for (let index = 0; index < people; index += 1) {
    const person = world.discord.person({ name: `person ${index}` });
    const options = { prompt: 'as a watercolour', ...(image === undefined ? {} : { image }) };
    asked.push(person.slash({ command: 'imagine', options }));
  }
  const answered = await Promise.all(asked.map((request) => request.acknowledged(patienceMs)));
  return summaryMs(answered.map(({ afterMs }) => afterMs));
}

/** Resolves when so many generations wait or run: their pictures are on disk. */
async function prepared(world: MeasuredWorld, count: number): Promise<void> {
  const database = new Sqlite(world.environment.DATABASE_URL ?? '', { readonly: true });
  const query = database.prepare(
    "select count(*) as ready from generations where state in ('waiting', 'running')",
  );
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const { ready } = query.get() as { ready: number };
    if (ready >= count) break;
    if (Date.now() > deadlineMs)
      throw new Error(`Waited for ${count} prepared generations, there are ${ready}`);
    await wait(200);
  }
  database.close();
}

async function memoryOf(program: RunningProgram): Promise<Row> {
  return { 'RSS MB': Math.round(await residentMegabytesOf(program.pid)) };
}

function megabytes(bytes: Buffer): string {
  return (bytes.byteLength / 1e6).toFixed(1);
}
