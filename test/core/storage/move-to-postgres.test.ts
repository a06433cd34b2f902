import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Generation } from '../../../src/core/generation.ts';
import { reservation } from '../../../src/core/settlement.ts';
import { openPostgres } from '../../../src/core/storage/dialect.ts';
import {
  type MovedTable,
  MoveMismatch,
  moveToPostgres,
  TargetTaken,
} from '../../../src/core/storage/move-to-postgres.ts';
import { openPostgresStorage, openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { requireWorkable } from '../../../src/core/storage/require-workable.ts';
import { EpochClosed } from '../../../src/core/storage/sqlite-epoch.ts';
import { DatabaseInUse, lockSqliteFile } from '../../../src/core/storage/sqlite-lock.ts';
import type { StorageTransaction } from '../../../src/core/storage/storage.ts';
import { openPostgresAlone, openPostgresBeside, openPostgresDatabase } from '../../../src/open-postgres.ts';
import { startNode } from '../../e2e/process/running-program.ts';
import { execute } from '../../postgres/create-database.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../../postgres/postgres-database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { sampleGeneration } from './contract/generation-samples.ts';

/** More than one page of rows. */
const requests = 450;

let folder: string;
let from: string;
let database: PostgresDatabase;
let moved: MovedTable[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-move-'));
  from = join(folder, 'easel.sqlite');
  database = await createPostgresDatabase();
  moved = [];
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const move = () => moveToPostgres({ from, to: database.url, onTable: (table) => void moved.push(table) });

/** Ends before anything is compared. */
const interrupted = () =>
  moveToPostgres({
    from,
    to: database.url,
    onTable: () => {
      throw new Error('the machine was switched off');
    },
  });

const openMoved = () => openPostgresDatabase({ url: database.url, log: silentLog, now: Date.now });

async function fill(): Promise<readonly Generation[]> {
  const storage = await openSqliteStorage(from);
  const wish = { ...sampleGeneration().wish, prompt: 'лиса 🦊 "и" ночь \u0000 \ud800' };
  const all = Array.from({ length: requests }, (_, index) =>
    sampleGeneration({ personId: `discord:${index}`, wish, reservedMicros: 39_000 + index }),
  );
  await storage.transaction(async (transaction) => {
    for (const generation of all) await request(transaction, generation);
    await transaction.pictures.add({
      generationId: all[0]?.id ?? '',
      role: 'result',
      position: 0,
      key: 'a/result-0',
      mediaType: 'image/png',
      width: 1,
      height: 1,
      byteLength: 7,
      seed: 18_446_744_073_709_552_000,
      costMicros: undefined,
      vendorId: undefined,
    });
  });
  await storage.close();
  return all;
}

async function request({ generations, ledger, line }: StorageTransaction, generation: Generation) {
  await generations.insert(generation);
  await ledger.append(reservation(generation));
  await line.join(generation.accountId);
}

async function change(statement: string): Promise<void> {
  const { kysely } = await openPostgres(database.url);
  await sql.raw(statement).execute(kysely);
  await kysely.destroy();
}

async function expectMoved(all: readonly Generation[]): Promise<void> {
  const { close, storage } = await openMoved();
  await storage.transaction(async ({ generations, ledger, line, pictures }) => {
    expect(await generations.list({ limit: requests + 1 })).toStrictEqual(all);
    expect(await line.upcoming(requests)).toHaveLength(requests);
    expect(await generations.load(undefined)).toEqual({ running: 0, queued: requests });
    expect(await ledger.openReservations()).toBe(
      all.reduce((sum, { reservedMicros }) => sum + reservedMicros, 0),
    );
    expect(await pictures.of(all[0]?.id ?? '', 'result')).toMatchObject([
      { key: 'a/result-0', seed: 18_446_744_073_709_552_000 },
    ]);
  });
  await close();
}

test('everything arrives, and the file can be used no more', async () => {
  const all = await fill();
  await move();
  expect(moved[0]).toEqual({ name: 'generations', rows: requests });
  expect(moved.map(({ name }) => name)).toContain('ledger');
  await expect(requireWorkable(from)).rejects.toThrow(EpochClosed);
  await expectMoved(all);
  await expect(move()).rejects.toThrow(EpochClosed);
});

test('what was interrupted is no database to work with, and goes on where it stopped', async () => {
  const all = await fill();
  await expect(interrupted()).rejects.toThrow('switched off');
  await change('delete from pictures');
  await change('delete from ledger where sequence > 217');
  for (const open of [
    openMoved,
    () => openPostgresBeside(database.url),
    () => openPostgresAlone(database.url),
  ])
    await expect(open()).rejects.toMatchObject({ exitCode: 78, message: expect.stringContaining('a move') });
  await requireWorkable(from);
  await move();
  await expectMoved(all);
});

test('a large database takes as long as it takes', async () => {
  await fill();
  await expect(interrupted()).rejects.toThrow('switched off');
  await execute(
    database.url,
    `delete from ledger where sequence > 217;
    create table seen (setting text);
    create function note() returns trigger language plpgsql as $$
      begin insert into seen values (current_setting('statement_timeout')); return null; end $$;
    create trigger noting after insert on ledger for each statement execute function note();`,
  );
  await move();
  const { kysely } = await openPostgres(database.url);
  const { rows } = await sql<{ setting: string }>`select distinct setting from seen`.execute(kysely);
  await kysely.destroy();
  expect(rows).toEqual([{ setting: '0' }]);
});

test('what did not arrive as it is, is noticed, and the file stays usable', async () => {
  await fill();
  await expect(interrupted()).rejects.toThrow('switched off');
  await change('update balances set reserved_micros = reserved_micros + 1');
  await expect(move()).rejects.toThrow(MoveMismatch);
  await requireWorkable(from);
});

test('nothing that is there is overwritten', async () => {
  await fill();
  const storage = await openPostgresStorage(database.url);
  await storage.transaction(({ settings }) => settings.put('discord:7', { ...noChoices, language: 'ru' }));
  await storage.close();
  await expect(move()).rejects.toThrow(TargetTaken);
  await (await openMoved()).close();
});

test('nothing is moved while a bot is at work', async () => {
  await fill();
  const unlock = await lockSqliteFile(from);
  await expect(move()).rejects.toThrow(DatabaseInUse);
  unlock();
});

test('npm run migrate-database says what it did, and what it cannot do', async () => {
  await fill();
  const run = (...words: string[]) => startNode('src/migrate-database.ts', { words });
  const program = run('--from', from, '--to', database.url);
  expect(await program.ended()).toEqual({ code: 0, signal: null });
  expect(program.stdout).toContain(`generations: ${requests}, the same in both`);
  const again = run('--from', from, '--to', database.url);
  expect((await again.ended()).code).toBe(65);
  expect(again.stderr).toContain('it was moved already');
  const nowhere = run('--from', from, '--to', 'postgres://easel:sesame@127.0.0.1:1/easel');
  expect((await nowhere.ended()).code).toBe(75);
  expect(nowhere.stderr).toContain('ECONNREFUSED');
  expect(nowhere.stderr).not.toContain('sesame');
  expect((await run('--from', from).ended()).code).toBe(64);
});

const noChoices = {
  model: undefined,
  style: undefined,
  count: undefined,
  aspect: undefined,
  format: undefined,
  draftsFirst: false,
  isPrivate: false,
};
