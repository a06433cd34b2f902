import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';

describe('while another process holds the lock on the database', () => {
  let folder: string;
  let other: Sqlite.Database;
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-locked-'));
    const path = join(folder, 'easel.sqlite');
    underTest = await createCoreUnderTest({ storage: await openSqliteStorage(path) });
    await underTest.core.start();
    await underTest.settled();
    other = new Sqlite(path);
    other.exec('begin immediate');
  });
  afterEach(async () => {
    other.close();
    await underTest.close();
    await rm(folder, { recursive: true });
  });

  test('everything else in this process goes on, and the request is accepted as soon as it is free', async () => {
    const asked = underTest.ask('test:ada');
    for (let turns = 0; turns < 100; turns += 1) await nextTurn();
    expect(underTest.courier.acknowledged).toEqual([]);
    other.exec('commit');
    expect((await asked).kind).toBe('accepted');
    await underTest.settled();
    expect(underTest.model.open.size).toBe(1);
  });

  test('for too long, a request fails for that reason and leaves nothing; the next one is painted', async () => {
    await expect(underTest.ask('test:ada')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('commit');
    await underTest.settled();
    expect(underTest.courier.acknowledged).toEqual([]);
    const { storage } = underTest;
    expect(await storage.transaction(({ generations }) => generations.list({ limit: 9 }))).toEqual([]);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);

    expect((await underTest.ask('test:ada')).kind).toBe('accepted');
    await underTest.settled();
    for (const call of underTest.model.open.values()) call.succeed();
    await underTest.settled();
    expect(underTest.courier.delivered).toHaveLength(1);
  }, 15_000);
});
