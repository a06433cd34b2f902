import { afterEach, beforeEach, expect, test } from 'vitest';
import { CuttablePostgres } from '../../support/cuttable-postgres.ts';
import type { World } from '../support/easel-under-test.ts';
import { createWorldOnPostgres } from '../support/world-on-postgres.ts';
import { type RunningProgram, startNode } from './running-program.ts';

const patient = (message: string) => ({ timeout: 60_000, interval: 100, message });

let world: World;
let way: CuttablePostgres;
let easel: RunningProgram;

beforeEach(async () => {
  world = await createWorldOnPostgres();
  way = new CuttablePostgres(world.environment.DATABASE_URL ?? '');
  await way.open();
  easel = startNode('src/main.ts', { environment: { ...world.environment, DATABASE_URL: way.url } });
});
afterEach(async () => {
  await easel.dispose();
  await way.cut();
  await world.close();
});

test('a restart of PostgreSQL costs no request, and needs none of Easel', async () => {
  const { discord, runware, telegram } = world;
  await easel.waitForLog('Easel is ready');
  const { url } = await easel.waitForLog('the status server listens');
  const ready = async () => {
    const response = await fetch(`${url}/health/ready`);
    const { parts } = (await response.json()) as { parts: readonly { name: string; state: string }[] };
    return { status: response.status, database: parts.find(({ name }) => name === 'database')?.state };
  };
  expect(await ready()).toEqual({ status: 200, database: 'connected' });

  const hold = runware.hold();
  const ada = discord.person({ name: 'Ada', locale: 'en-US' });
  const fox = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
  await hold.arrived;
  await way.cut();
  hold.release();
  await expect
    .poll(ready, patient('the database to be missed'))
    .toEqual({ status: 503, database: 'reconnecting' });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const refused = ada.slash({ command: 'imagine', options: { prompt: 'an owl' } });
  await refused.waitForMessage(({ text }) => /went wrong/i.test(text), 'a word about the fault');

  await way.open();
  await expect
    .poll(ready, patient('the database to be back'))
    .toEqual({ status: 200, database: 'connected' });
  await fox.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'the fox', 120_000);
  const chat = telegram.person({ name: 'Ben', startedBot: true }).privateChat();
  chat.sendText('/imagine a boat');
  await chat.waitForMessage(({ photo }) => photo !== undefined, 'the boat', 60_000);
  expect(runware.ledger.entries.map(({ prompt }) => prompt).toSorted()).toEqual(['a boat', 'a fox']);
  expect(runware.ledger.paidTwice).toEqual([]);
  expect(discord.violations).toEqual([]);
  easel.signal('SIGTERM');
  expect(await easel.ended()).toEqual({ code: 0, signal: null });
}, 240_000);
