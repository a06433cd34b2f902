import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderPictureStore } from '../../../src/core/pictures/folder-picture-store.ts';
import { FolderTaken } from '../../../src/core/storage/back-up.ts';
import { readManifest } from '../../../src/core/storage/backup-manifest.ts';
import { copySqliteFile } from '../../../src/core/storage/copy-sqlite-file.ts';
import { DatabaseDamaged } from '../../../src/core/storage/database-damaged.ts';
import type { KyselyStorage } from '../../../src/core/storage/kysely-storage.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { requireWorkable } from '../../../src/core/storage/require-workable.ts';
import { EpochClosed } from '../../../src/core/storage/sqlite-epoch.ts';
import { withSqliteFile } from '../../../src/core/storage/sqlite-file.ts';
import { BackupHome, sampleRecord } from './backup-home.ts';
import { sampleGeneration } from './contract/generation-samples.ts';
import { damage } from './damage.ts';

describe('a backup', () => {
  let home: BackupHome;
  let storage: KyselyStorage;

  beforeEach(async () => {
    home = await BackupHome.create();
    storage = await openSqliteStorage(home.databasePath);
  });
  afterEach(async () => {
    await storage.close();
    await home.remove();
  });

  async function insertWithPicture(bytes: Uint8Array | undefined): Promise<string> {
    const generation = sampleGeneration({ state: 'delivered' });
    const record = sampleRecord(generation.id, bytes?.byteLength ?? 3);
    if (bytes !== undefined) await home.pictures.write(record.key, bytes);
    await storage.transaction(async ({ generations, pictures }) => {
      await generations.insert(generation);
      await pictures.add(record);
    });
    return record.key;
  }
  const backups = () => readdir(dirname(home.folder)).catch(() => []);

  test('holds the rows, the pictures that they name, and a list of all', async () => {
    const key = await insertWithPicture(Uint8Array.of(1, 2, 3));
    await home.pictures.write('of/nobody', Uint8Array.of(9));
    const manifest = await home.backUp();
    expect(manifest).toMatchObject({
      format: 1,
      madeAt: '2026-11-22T12:00:00.000Z',
      generationCount: 1,
      pictures: [{ key, byteLength: 3 }],
      missingPictures: [],
    });
    expect(manifest.schema).toContain('0001-initial');
    expect(await readManifest(home.folder)).toEqual(manifest);
    expect((await readdir(home.folder)).sort()).toEqual(['easel.sqlite', 'manifest.json', 'pictures']);
    const copied = new FolderPictureStore(join(home.folder, 'pictures'));
    expect([...(await copied.read(key))]).toEqual([1, 2, 3]);
    await expect(copied.read('of/nobody')).rejects.toThrow('no picture');
  });

  test('is for its owner alone', async () => {
    await home.backUp();
    expect((await stat(home.folder)).mode & 0o777).toBe(0o700);
  });

  test('reports a picture that is missing, and goes on', async () => {
    const lost = await insertWithPicture(undefined);
    const kept = await insertWithPicture(Uint8Array.of(4));
    const { pictures, missingPictures } = await home.backUp();
    expect(missingPictures).toEqual([lost]);
    expect(pictures.map(({ key }) => key)).toEqual([kept]);
  });

  test('is of one moment, and ends although somebody writes all the time', async () => {
    await storage.transaction(async ({ generations }) => {
      // Far more than is copied in one step.
      for (let count = 0; count < 60; count += 1) {
        const generation = sampleGeneration();
        await generations.insert({
          ...generation,
          wish: { ...generation.wish, prompt: 'x'.repeat(100_000) },
        });
      }
    });
    // Only a bound: how many there are depends on how busy the disk is.
    const mostWrites = 20_000;
    const writer = new Sqlite(home.databasePath);
    const write = writer.prepare(`insert into line (account_id, turn, waiting) values (?, ?, 0)`);
    let writes = 0;
    let isOver = false;
    const writing = new Promise<void>((resolve) => {
      // One at every turn of the event loop, as the copy makes its steps.
      const next = () => {
        if (isOver || writes === mostWrites) return resolve();
        writes += 1;
        write.run(`test:${writes}`, writes);
        setImmediate(next);
      };
      setImmediate(next);
    });
    const copy = join(home.root, 'copy.sqlite');
    await copySqliteFile(home.databasePath, copy);
    isOver = true;
    await writing;
    writer.close();
    expect(writes).toBeGreaterThan(5);
    expect(writes).toBeLessThan(mostWrites);
    const inCopy = await withSqliteFile(copy, (database) =>
      database.prepare('select count(*) from line').pluck().get(),
    );
    expect(inCopy).toBeLessThan(writes);
  });

  test('cannot be worked with as it is', async () => {
    await home.backUp();
    await expect(requireWorkable(join(home.folder, 'easel.sqlite'))).rejects.toBeInstanceOf(EpochClosed);
    await expect(requireWorkable(home.databasePath)).resolves.toBeUndefined();
  });

  test('overwrites nothing', async () => {
    await mkdir(dirname(home.folder), { recursive: true });
    await writeFile(home.folder, 'mine');
    await expect(home.backUp()).rejects.toBeInstanceOf(FolderTaken);
    expect(await backups()).toEqual(['first']);
  });

  test('that fails leaves nothing behind', async () => {
    await insertWithPicture(Uint8Array.of(1));
    const failing = new FolderPictureStore(home.picturesPath);
    failing.read = async () => {
      throw Object.assign(new Error('the disk fails'), { code: 'EIO' });
    };
    await expect(home.backUp({ pictures: failing })).rejects.toMatchObject({ code: 'EIO' });
    expect(await backups()).toEqual([]);
  });

  test('that is interrupted leaves nothing behind', async () => {
    await insertWithPicture(Uint8Array.of(1));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(home.backUp({ signal })).rejects.toThrow('enough');
    expect(await backups()).toEqual([]);
  });

  test('of a damaged database is refused', async () => {
    await storage.close();
    await damage(home.databasePath);
    await expect(home.backUp()).rejects.toBeInstanceOf(DatabaseDamaged);
    expect(await backups()).toEqual([]);
  });
});
