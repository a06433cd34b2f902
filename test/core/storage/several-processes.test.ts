import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgres } from '../../../src/core/storage/dialect.ts';
import type { KyselyStorage } from '../../../src/core/storage/kysely-storage.ts';
import { openPostgresStorage } from '../../../src/core/storage/open-storage.ts';
import type { PostgresDatabase } from '../../postgres/postgres-database.ts';
import { createFurnishedDatabase } from '../../postgres/postgres-database.ts';
import { sampleGeneration } from './contract/generation-samples.ts';

const sampleAddress = { platform: 'discord', isDurable: true };

let database: PostgresDatabase;
let nowMs: number;
let announced: number;
let announceFails: boolean;
let faults: unknown[];
let here: KyselyStorage;
let there: KyselyStorage;

beforeEach(async () => {
  nowMs = 1_000;
  announced = 0;
  announceFails = false;
  faults = [];
  database = await createFurnishedDatabase();
  here = await open('here');
  there = await open('there');
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
  await database.drop();
});

function open(id: string): Promise<KyselyStorage> {
  return openPostgresStorage(database.url, {
    life: { id, now: () => nowMs },
    announceWork: async ({ executeSql }) => {
      announced += 1;
      if (announceFails) await executeSql('select * from a_table_that_is_not_there');
    },
    onAnnounceFault: (fault) => faults.push(fault),
  });
}

const live = (storage: KyselyStorage) => storage.transaction(({ processes }) => processes.live(nowMs + 100));
const take = (storage: KyselyStorage, id: string) =>
  storage.transaction(({ generations }) => generations.take(id));
const hold = (storage: KyselyStorage) => storage.transaction(({ processes }) => processes.hold('a post'));

async function freeFor(storage: KyselyStorage): Promise<readonly string[]> {
  const free = await storage.transaction(({ generations }) => generations.list({ isFree: true, limit: 9 }));
  return free.map(({ id }) => id);
}

test('what one that lives has in hand, others leave alone until it is dead', async () => {
  const { id } = await accept(here);
  await live(here);
  expect(await freeFor(here)).toEqual([id]);
  expect(await freeFor(there)).toEqual([]);
  expect(await take(there, id)).toBe(false);
  nowMs += 99;
  expect(await take(there, id)).toBe(false);
  nowMs += 1;
  await live(there);
  expect(await freeFor(there)).toEqual([id]);
  expect(await take(there, id)).toBe(true);
  await live(here);
  expect(await take(here, id)).toBe(false);
});

test('what one that ends had in hand is free at once', async () => {
  const { id } = await accept(here);
  await live(here);
  await hold(here);
  await here.transaction(({ processes }) => processes.end());
  expect(await freeFor(there)).toEqual([id]);
  expect(await hold(there)).toBe(true);
});

test('whoever brings it to another state has it in hand; a mere note changes nothing', async () => {
  const generation = await accept(here);
  await Promise.all([live(here), live(there)]);
  await there.transaction(({ generations }) => generations.save({ ...generation, address: sampleAddress }));
  expect(await freeFor(there)).toEqual([]);
  await there.transaction(({ generations }) => generations.save({ ...generation, state: 'cancelled' }));
  expect(await freeFor(there)).toEqual([generation.id]);
  expect(await freeFor(here)).toEqual([]);
});

test('a post is held by one at a time, as long as it lives', async () => {
  await Promise.all([live(here), live(there)]);
  expect(await hold(here)).toBe(true);
  expect(await hold(there)).toBe(false);
  expect(await hold(here)).toBe(true);
  nowMs += 100;
  await live(there);
  expect(await hold(there)).toBe(true);
  await live(here);
  expect(await hold(here)).toBe(false);
});

test('a post that was left is free at once; nobody leaves that of another', async () => {
  await Promise.all([live(here), live(there)]);
  await hold(here);
  const leave = (storage: KyselyStorage) => storage.transaction(({ processes }) => processes.leave('a post'));
  await leave(there);
  expect(await hold(there)).toBe(false);
  await leave(here);
  expect(await hold(there)).toBe(true);
});

test('work is announced by the commit that brings it, once for all that is committed together', async () => {
  const accepted = await accept(here);
  expect(announced).toBe(0);
  await here.transaction(({ generations }) => generations.save({ ...accepted, state: 'waiting' }));
  expect(announced).toBe(1);
  const more = Array.from({ length: 5 }, () =>
    there.transaction(({ generations }) => generations.insert(sampleGeneration())),
  );
  await Promise.all(more);
  expect(announced).toBeLessThan(6);
  const undone = here.transaction(async ({ generations }) => {
    await generations.insert(sampleGeneration());
    throw new Error('taken back');
  });
  const before = announced;
  await expect(undone).rejects.toThrow('taken back');
  expect(announced).toBe(before);
});

test('an announcement that fails keeps nothing from being stored', async () => {
  announceFails = true;
  const generation = sampleGeneration();
  await here.transaction(({ generations }) => generations.insert(generation));
  expect(faults).toHaveLength(1);
  const found = await there.transaction(({ generations }) => generations.find(generation.id));
  expect(found).toStrictEqual(generation);
});

async function accept(storage: KyselyStorage) {
  const generation = sampleGeneration({ state: 'accepted' });
  await storage.transaction(({ generations }) => generations.insert(generation));
  return generation;
}

test('a change of the schema waits for what is under way, or each could wait for a table of the other', async () => {
  const { kysely } = await openPostgres(database.url);
  await sql`drop table marks`.execute(kysely);
  await sql`delete from migrations where name = '0026-marks'`.execute(kysely);
  const waiters = async () => {
    const { rows } = await sql<{ waiters: number }>`
      select count(*) as waiters from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(kysely);
    return rows[0]?.waiters;
  };
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const busy = here.transaction(async ({ generations }) => {
    begun.resolve();
    await gate.promise;
    return generations.list({ limit: 1 });
  });
  await begun.promise;
  const newer = open('newer');
  await expect.poll(waiters, { message: 'the change to wait' }).toBe(1);
  gate.resolve();
  expect(await busy).toEqual([]);
  expect(await hold(await newer)).toBe(true);
  await (await newer).close();
  await kysely.destroy();
});
