import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../../src/core/generation.ts';
import { generationStates } from '../../../src/core/generation-state.ts';
import { MemoryPictureStore } from '../../../src/core/pictures/memory-picture-store.ts';
import { reservation } from '../../../src/core/settlement.ts';
import { BackupUnusable } from '../../../src/core/storage/backup-unusable.ts';
import { SchemaTooNew } from '../../../src/core/storage/migrate.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { requireWorkable } from '../../../src/core/storage/require-workable.ts';
import { DataExists } from '../../../src/core/storage/restore.ts';
import { EpochClosed } from '../../../src/core/storage/sqlite-epoch.ts';
import { DatabaseInUse, lockSqliteFile } from '../../../src/core/storage/sqlite-lock.ts';
import type { Storage, StorageTransaction } from '../../../src/core/storage/storage.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { BackupHome, sampleRecord } from './backup-home.ts';
import { sampleGeneration } from './contract/generation-samples.ts';
import { sampleAlbum } from './contract/sample-album.ts';
import { damage } from './damage.ts';

const aside = '.before-restore-2026-11-22T13-00-00Z';
const addressOfTest = { platform: 'test', isDurable: true };

describe('a restore', () => {
  let home: BackupHome;

  beforeEach(async () => {
    home = await BackupHome.create();
  });
  afterEach(() => home.remove());

  async function withStorage<Result>(work: (storage: Storage) => Promise<Result>): Promise<Result> {
    const storage = await openSqliteStorage(home.databasePath);
    try {
      return await work(storage);
    } finally {
      await storage.close();
    }
  }
  const transact = <Result>(work: (transaction: StorageTransaction) => Promise<Result>) =>
    withStorage((storage) => storage.transaction(work));

  /** Inserts a generation as the core would have left it. */
  function insert(changes: Partial<Generation>, settles = false): Promise<Generation> {
    const generation = sampleGeneration({ address: addressOfTest, ...changes });
    return transact(async ({ generations, ledger, line }) => {
      await generations.insert(generation);
      if (generation.state === 'waiting') await line.join(generation.personId);
      await ledger.append(reservation(generation));
      if (settles) {
        const reservedMicros = -generation.reservedMicros;
        await ledger.append({ ...reservation(generation), kind: 'settle', reservedMicros, spentMicros: 1 });
      }
      return generation;
    });
  }
  const find = (id: string) => transact(({ generations }) => generations.find(id));
  const loseData = () => rm(join(home.root, 'data'), { recursive: true });

  async function insertOneOfEach(): Promise<void> {
    for (const [index, state] of generationStates.entries()) {
      const isPaid = ['made', 'delivered', 'undeliverable'].includes(state);
      const isOver = generationStates.indexOf(state) > generationStates.indexOf('running');
      await insert(
        {
          state,
          personId: `test:${index}`,
          holdsSlot: state === 'running' || state === 'cancelled',
          firstSentAtMs: isPaid || state === 'running' || state === 'cancelled' ? 1_500 : undefined,
          nextDeliveryAtMs: ['made', 'failed', 'cancelled', 'expired'].includes(state) ? 1_600 : undefined,
        },
        isOver && state !== 'cancelled',
      );
    }
    await insert({ state: 'waiting', personId: 'test:2' });
    await insert({ state: 'running', holdsSlot: true, attempt: 1, leaseUntilMs: 1_700 });
  }

  test('brings back rows and pictures', async () => {
    const kept = await insert({ state: 'delivered', answeredAtMs: 1_700 }, true);
    const record = sampleRecord(kept.id, 3);
    await home.pictures.write(record.key, Uint8Array.of(1, 2, 3));
    await transact(({ pictures }) => pictures.add(record));
    await home.backUp();
    await loseData();

    const { manifest, keptAside } = await home.restore();
    expect(manifest.generationCount).toBe(1);
    expect(keptAside).toEqual([]);
    expect(await find(kept.id)).toEqual(kept);
    expect(await transact(({ pictures }) => pictures.of(kept.id, 'result'))).toEqual([record]);
    expect([...(await home.pictures.read(record.key))]).toEqual([1, 2, 3]);
    await expect(requireWorkable(home.databasePath)).resolves.toBeUndefined();
    expect((await readdir(join(home.root, 'data'))).sort()).toEqual([
      'easel.sqlite',
      'easel.sqlite.lock',
      'pictures',
    ]);
  });

  test('ends whatever was open: no row, no reservation and nobody in line is left', async () => {
    await insertOneOfEach();
    await transact(({ unanswered }) => unanswered.put({ key: 'a', request: '{}', sinceMs: 1_000 }));
    await home.backUp();
    await loseData();
    const { ended } = await home.restore();
    expect(ended).toEqual({ unfinished: 6, unanswered: 4 });
    await transact(async ({ generations, ledger, line, unanswered }) => {
      expect(await unanswered.list()).toEqual([]);
      const rows = await generations.list({ limit: 100 });
      expect(rows.map(({ state }) => state)).toEqual([
        ...['expired', 'expired', 'expired', 'expired'],
        ...['undeliverable', 'delivered', 'failed', 'cancelled', 'expired', 'undeliverable'],
        ...['expired', 'expired'],
      ]);
      expect(rows.filter(({ holdsSlot, nextDeliveryAtMs }) => holdsSlot || nextDeliveryAtMs)).toEqual([]);
      expect(rows.filter(({ leaseUntilMs }) => leaseUntilMs !== undefined)).toEqual([]);
      expect(await generations.load(undefined)).toEqual({ running: 0, queued: 0 });
      expect(await ledger.openReservations()).toBe(0);
      expect(await line.next({ maxRunningPerUser: 9 })).toBeUndefined();
      // Sent by then: running and cancelled. The five that were settled before cost one each.
      expect((await ledger.usage({ day: '2026-11-22', personId: undefined })).spentMicros).toBe(78_005);
      expect((await ledger.usage({ day: '2026-11-22', personId: undefined })).chargedMicros).toBe(0);
    });
    const database = new Sqlite(home.databasePath);
    expect(database.prepare('select count(*) from line').pluck().get()).toBe(0);
    database.close();
  });

  test('lets a bot send, paint and deliver nothing of what was open', async () => {
    await insertOneOfEach();
    await home.backUp();
    await loseData();
    await home.restore();
    await withStorage(async (storage) => {
      const { core, courier, model, ask, settled } = await createCoreUnderTest({ storage });
      await core.start();
      await settled();
      expect([courier.acknowledged, courier.progressed, courier.delivered]).toEqual([[], [], []]);
      expect([...model.open.keys()]).toEqual([]);
      expect((await ask('test:2')).kind).toBe('accepted');
      await settled();
      expect(model.sent.size).toBe(1);
      await core.stop(0);
    });
  });

  test('begins no album anew that was open, and still knows those that had begun', async () => {
    const begun = { ...sampleAlbum, albumId: '2', state: 'begun' } as const;
    await transact(async ({ seenAlbums }) => {
      for (const album of [sampleAlbum, begun]) await seenAlbums.put(album);
    });
    await home.backUp();
    await loseData();
    await home.restore();
    await transact(async ({ seenAlbums }) => {
      expect(await seenAlbums.listOpen()).toEqual([]);
      expect(await seenAlbums.find(sampleAlbum)).toBeUndefined();
      expect(await seenAlbums.find(begun)).toStrictEqual(begun);
    });
  });

  test('waits for no bot: it is refused while one is at work', async () => {
    await insert({});
    await home.backUp();
    const unlock = await lockSqliteFile(home.databasePath);
    await expect(home.restore({ replaces: true })).rejects.toBeInstanceOf(DatabaseInUse);
    unlock();
    await expect(home.restore({ replaces: true })).resolves.toBeDefined();
  });

  test('touches no data unless it is told to', async () => {
    const { id } = await insert({});
    await home.backUp();
    await expect(home.restore()).rejects.toBeInstanceOf(DataExists);
    expect((await find(id))?.state).toBe('waiting');
    await rm(home.databasePath);
    await home.pictures.write('a/b', Uint8Array.of(1));
    await expect(home.restore()).rejects.toBeInstanceOf(DataExists);
  });

  test('keeps the data that it replaces, under a dated name', async () => {
    const before = await insert({});
    await home.pictures.write('a/old', Uint8Array.of(1));
    await home.backUp();
    const after = await insert({ state: 'delivered' });
    const { keptAside } = await home.restore({ replaces: true });
    expect(keptAside).toEqual([`${home.databasePath}${aside}`, `${home.picturesPath}${aside}`]);
    expect(await find(after.id)).toBeUndefined();
    expect((await find(before.id))?.state).toBe('expired');
    expect(await readdir(home.picturesPath)).toEqual([]);
    expect(await readdir(`${home.picturesPath}${aside}`)).toHaveLength(1);

    const old = await openSqliteStorage(`${home.databasePath}${aside}`);
    const rows = await old.transaction(({ generations }) => generations.list({ limit: 9 }));
    expect(rows).toEqual([before, after]);
    await old.close();
  });

  test('brings pictures into a bucket beside those that are there', async () => {
    const { id } = await insert({ state: 'delivered' });
    const record = sampleRecord(id, 1);
    await transact(({ pictures }) => pictures.add(record));
    await home.pictures.write(record.key, Uint8Array.of(1));
    await home.backUp();
    const bucket = new MemoryPictureStore();
    await bucket.write('later/result-0', Uint8Array.of(2));
    const { keptAside } = await home.restore({ replaces: true, picturesPath: undefined, bucket });
    expect(keptAside).toEqual([`${home.databasePath}${aside}`]);
    expect([...(await bucket.read(record.key))]).toEqual([1]);
    expect([...(await bucket.read('later/result-0'))]).toEqual([2]);
  });

  test.each([
    ['whole', async () => undefined],
    ['damaged', damage],
    ['gone', rm],
  ])(
    'never mixes what a killed bot left beside its database, which is %s, into the new one',
    async (_, harm) => {
      const before = await insert({ state: 'delivered' });
      await home.backUp();
      const killed = join(home.root, 'killed');
      await withStorage(async (storage) => {
        await storage.transaction(({ generations }) => generations.insert(sampleGeneration()));
        await cp(join(home.root, 'data'), killed, { recursive: true });
      });
      expect(await readdir(killed)).toContain('easel.sqlite-wal');
      await harm(join(killed, 'easel.sqlite'));
      const place = { databasePath: join(killed, 'easel.sqlite'), picturesPath: join(killed, 'pictures') };
      await home.restore({ ...place, replaces: true });
      await requireWorkable(place.databasePath);
      const storage = await openSqliteStorage(place.databasePath);
      const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
      await storage.close();
      expect(rows).toEqual([before]);
    },
  );

  describe('changes nothing when the backup', () => {
    let folder: string;
    let key: string;

    beforeEach(async () => {
      const { id } = await insert({});
      const record = sampleRecord(id, 1);
      key = record.key;
      await home.pictures.write(key, Uint8Array.of(1));
      await transact(({ pictures }) => pictures.add(record));
      await home.backUp();
      folder = home.folder;
    });

    async function expectRefusal(kind: typeof BackupUnusable | typeof SchemaTooNew): Promise<void> {
      const database = await readFile(home.databasePath);
      const names = await readdir(join(home.root, 'data'), { recursive: true });
      await expect(home.restore({ replaces: true })).rejects.toBeInstanceOf(kind);
      expect((await readFile(home.databasePath)).equals(database)).toBe(true);
      const left = await readdir(join(home.root, 'data'), { recursive: true });
      expect(left.filter((name) => name !== 'easel.sqlite.lock').sort()).toEqual(names.sort());
      await expect(requireWorkable(home.databasePath)).resolves.toBeUndefined();
    }
    async function pictureFile(): Promise<string> {
      const files = await readdir(join(folder, 'pictures'), { recursive: true });
      return join(folder, 'pictures', files.find((name) => name.includes('result-0')) ?? key);
    }

    test('has no manifest', async () => {
      await rm(join(folder, 'manifest.json'));
      await expectRefusal(BackupUnusable);
    });
    test('has a manifest of another format', async () => {
      await writeFile(join(folder, 'manifest.json'), '{ "format": 2 }');
      await expectRefusal(BackupUnusable);
    });
    test('has no database', async () => {
      await rm(join(folder, 'easel.sqlite'));
      await expectRefusal(BackupUnusable);
    });
    test('has another database', async () => {
      await damage(join(folder, 'easel.sqlite'));
      await expectRefusal(BackupUnusable);
    });
    test('lacks a picture', async () => {
      await rm(await pictureFile());
      await expectRefusal(BackupUnusable);
    });
    test('has a damaged picture', async () => {
      await writeFile(await pictureFile(), 'x');
      await expectRefusal(BackupUnusable);
    });
    test('is of a newer release', async () => {
      const tampered = new Sqlite(home.databasePath);
      tampered.exec(`insert into migrations values ('9999-later', '2999-01-01')`);
      await rm(folder, { recursive: true });
      await home.backUp();
      tampered.exec(`delete from migrations where name = '9999-later'`);
      tampered.close();
      await expectRefusal(SchemaTooNew);
    });
  });

  test('that ends half-way leaves a database that no bot takes, and can be repeated', async () => {
    const { id } = await insert({ state: 'running', holdsSlot: true });
    await home.pictures.write('a/old', Uint8Array.of(1));
    await home.backUp();
    const inTheWay = `${home.picturesPath}${aside}`;
    await mkdir(join(inTheWay, 'something'), { recursive: true });
    await expect(home.restore({ replaces: true })).rejects.toMatchObject({ code: 'ENOTEMPTY' });
    await expect(requireWorkable(home.databasePath)).rejects.toBeInstanceOf(EpochClosed);

    await rm(inTheWay, { recursive: true });
    await home.restore({ replaces: true });
    await expect(requireWorkable(home.databasePath)).resolves.toBeUndefined();
    expect((await find(id))?.state).toBe('expired');
  });
});
