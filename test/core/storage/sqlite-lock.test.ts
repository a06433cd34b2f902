import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { DatabaseInUse, lockSqliteFile } from '../../../src/core/storage/sqlite-lock.ts';

describe('the lock on a SQLite file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-lock-'));
    path = join(folder, 'new', 'easel.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is given to one at a time', async () => {
    const unlock = await lockSqliteFile(path);
    await expect(lockSqliteFile(path)).rejects.toBeInstanceOf(DatabaseInUse);
    unlock();
    const unlockAgain = await lockSqliteFile(path);
    unlockAgain();
  });

  test('is a lock on this file alone', async () => {
    const unlock = await lockSqliteFile(path);
    const unlockOther = await lockSqliteFile(join(folder, 'new', 'other.sqlite'));
    unlockOther();
    unlock();
  });

  test('lets others read and write the database, in short transactions', async () => {
    const unlock = await lockSqliteFile(path);
    const storages = [await openSqliteStorage(path), await openSqliteStorage(path)];
    for (const storage of storages) {
      expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    }
    for (const storage of storages) await storage.close();
    unlock();
  });

  test('is free as soon as the process that had it is gone, however it went', async () => {
    const lock = pathToFileURL('src/core/storage/sqlite-lock.ts').href;
    const program = `
      const { lockSqliteFile } = await import(${JSON.stringify(lock)});
      const unlock = await lockSqliteFile(${JSON.stringify(path)});
      setInterval(() => unlock.length, 60_000);
      console.log('locked');
    `;
    const other = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.race([once(other.stdout, 'data'), once(other, 'exit')]);
    expect(String(said)).toBe('locked\n');
    await expect(lockSqliteFile(path)).rejects.toBeInstanceOf(DatabaseInUse);

    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    const unlock = await lockSqliteFile(path);
    unlock();
  });

  test('fails with the reason when no file can be there', async () => {
    const impossible = lockSqliteFile(join(process.execPath, 'easel.sqlite'));
    await expect(impossible).rejects.not.toBeInstanceOf(DatabaseInUse);
  });
});
