import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { openPostgresStorage } from '../../../src/core/storage/open-storage.ts';
import { createRestoredDump } from '../../../src/create-restored-dump.ts';
import type { World } from '../support/easel-under-test.ts';
import { startEasel } from '../support/easel-under-test.ts';
import { createWorldOnPostgres } from '../support/world-on-postgres.ts';
import { startNode } from './running-program.ts';

let world: World;

beforeEach(async () => {
  world = await createWorldOnPostgres();
});
afterEach(() => world.close());

test('nothing that a restored dump holds open is painted, told or charged again', async () => {
  const { discord, environment, runware } = world;
  const hold = runware.hold();
  const easel = await startEasel({ ...environment, MAX_RUNNING: '1' });
  const ada = discord.person({ name: 'Ada', locale: 'en-US' });
  const ask = (prompt: string) => ada.slash({ command: 'imagine', options: { prompt } });
  ask('a lighthouse');
  await hold.arrived;
  await ask('a fox').waitForMessage(({ text }) => /wait|next|ahead/i.test(text), 'its place in line');

  const tooEarly = await createRestoredDump(parseConfig(environment)).catch((error: unknown) => error);
  expect(tooEarly).toMatchObject({ exitCode: 75, message: expect.stringContaining('Stop it first') });
  // As a dump of this moment has it.
  await easel.app.stop();
  hold.release();

  const close = startNode('src/restore.ts', { words: ['--dump'], environment });
  expect((await close.ended()).code).toBe(0);
  expect(close.stdout).toContain('Unfinished requests that were ended: 2.');
  await close.dispose();

  const before = runware.ledger.entries.length;
  const again = await startEasel(environment);
  const owl = ask('an owl');
  await owl.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'the owl');
  expect(runware.ledger.entries.slice(before).map(({ prompt }) => prompt)).toEqual(['an owl']);
  await again.app.stop();
  const storage = await openPostgresStorage(environment.DATABASE_URL ?? '');
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  await storage.close();
  expect(rows.map(({ reservedMicros, state }) => [state, reservedMicros > 0]).toSorted()).toHaveLength(3);
  expect(rows.filter(({ state }) => state === 'expired')).toHaveLength(2);
}, 120_000);

test('it is for PostgreSQL alone', async () => {
  const config = parseConfig({ ...world.environment, DATABASE_URL: 'data/easel.sqlite' });
  await expect(createRestoredDump(config)).rejects.toMatchObject({ exitCode: 78 });
});
