import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseDamaged } from '../../../src/core/storage/database-damaged.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { requireWorkable } from '../../../src/core/storage/require-workable.ts';
import {
  beginNextEpoch,
  closeEpoch,
  EpochClosed,
  readEpoch,
} from '../../../src/core/storage/sqlite-epoch.ts';
import { withSqliteFile } from '../../../src/core/storage/sqlite-file.ts';
import { requireSound } from '../../../src/core/storage/sqlite-integrity.ts';
import { damage } from './damage.ts';

describe('a SQLite file, before a bot works with it,', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-integrity-'));
    path = join(folder, 'easel.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('may be missing', () => expect(requireWorkable(path)).resolves.toBeUndefined());

  test('is fine when Easel made it', async () => {
    await (await openSqliteStorage(path)).close();
    await expect(requireWorkable(path)).resolves.toBeUndefined();
    await expect(requireSound(path, 'integrity_check')).resolves.toBeUndefined();
  });

  test.each(['quick_check', 'integrity_check'] as const)('is found damaged by %s', async (check) => {
    await (await openSqliteStorage(path)).close();
    await damage(path);
    await expect(requireSound(path, check)).rejects.toBeInstanceOf(DatabaseDamaged);
    await expect(requireWorkable(path)).rejects.toBeInstanceOf(DatabaseDamaged);
  });

  test('is found to be no database', async () => {
    await writeFile(path, 'Dear diary, '.repeat(100));
    await expect(requireWorkable(path)).rejects.toBeInstanceOf(DatabaseDamaged);
  });

  test('is refused as a copy until the next epoch begins', async () => {
    await (await openSqliteStorage(path)).close();
    expect(await withSqliteFile(path, readEpoch)).toEqual({ number: 0, isClosed: false });
    await withSqliteFile(path, closeEpoch);
    expect(await withSqliteFile(path, readEpoch)).toEqual({ number: 0, isClosed: true });
    await expect(requireWorkable(path)).rejects.toBeInstanceOf(EpochClosed);
    await withSqliteFile(path, beginNextEpoch);
    await expect(requireWorkable(path)).resolves.toBeUndefined();
    await withSqliteFile(path, closeEpoch);
    expect(await withSqliteFile(path, readEpoch)).toEqual({ number: 1, isClosed: true });
  });

  test('stays a copy when it is copied again', async () => {
    await (await openSqliteStorage(path)).close();
    await withSqliteFile(path, closeEpoch);
    await withSqliteFile(path, closeEpoch);
    await expect(requireWorkable(path)).rejects.toBeInstanceOf(EpochClosed);
  });
});
