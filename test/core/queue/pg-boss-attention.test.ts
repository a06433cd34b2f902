import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PgBossAttention } from '../../../src/core/queue/pg-boss-attention.ts';
import type { PostgresDatabase } from '../../postgres/postgres-database.ts';
import { createFurnishedDatabase } from '../../postgres/postgres-database.ts';
import { silentLog } from '../../support/silent-log.ts';

const soon = (message: string) => ({ timeout: 15_000, message });

let database: PostgresDatabase;
let client: pg.Client;
let opened: PgBossAttention[];

beforeEach(async () => {
  opened = [];
  database = await createFurnishedDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  for (const attention of opened) {
    await attention.stop();
    await attention.close();
  }
  await client.end();
  await database.drop();
});

async function open(): Promise<PgBossAttention> {
  const attention = new PgBossAttention({ url: database.url, log: silentLog });
  opened.push(attention);
  await attention.open();
  return attention;
}

/** A process that works, and what it was brought to do. */
async function startWorker() {
  const done = { looks: 0, sweeps: 0 };
  const attention = await open();
  await attention.start({
    lookAtLine: () => {
      done.looks += 1;
    },
    sweep: async () => {
      done.sweeps += 1;
    },
  });
  return done;
}

/** Announces in a transaction of its own, as often as that. */
async function announce(attention: PgBossAttention, { times = 1, ending = 'commit' } = {}): Promise<void> {
  const executeSql = async (text: string, values: unknown[] = []) => ({
    rows: (await client.query(text, values)).rows,
  });
  await client.query('begin');
  for (let time = 0; time < times; time += 1) await attention.announceWork({ executeSql });
  await client.query(ending);
}

async function jobs(name: string, state: string): Promise<number> {
  const { rows } = await client.query(
    'select count(*)::int as count from pgboss.job where name = $1 and state::text = $2',
    [name, state],
  );
  return rows[0].count;
}

test('a commit wakes one of those that work', async () => {
  const gateway = await open();
  const workers = [await startWorker(), await startWorker()];
  const looks = () => workers.reduce((sum, worker) => sum + worker.looks, 0);
  await announce(gateway);
  await expect.poll(() => jobs('line', 'completed'), soon('a look at the line')).toBe(1);
  expect(looks()).toBe(1);
  await announce(gateway);
  await expect.poll(looks, soon('another look')).toBe(2);
});

test('what was announced while nobody works is one announcement, and is not lost', async () => {
  const gateway = await open();
  await announce(gateway, { times: 3 });
  await announce(gateway);
  expect(await jobs('line', 'created')).toBe(1);
  const worker = await startWorker();
  await expect.poll(() => worker.looks, soon('a look at the line')).toBe(1);
});

test('what is rolled back was never announced', async () => {
  const gateway = await open();
  await announce(gateway, { ending: 'rollback' });
  expect(await jobs('line', 'created')).toBe(0);
});

test('a start brings one of them to sweep, and the schedule stands', async () => {
  const worker = await startWorker();
  await expect.poll(() => worker.sweeps, soon('a sweep')).toBe(1);
  const { rows } = await client.query('select name, cron from pgboss.schedule');
  expect(rows).toEqual([{ name: 'sweep', cron: '0 */3 * * *' }]);
});
