import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Storage, StorageTransaction } from '../../../src/core/storage/storage.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { wishFor } from '../support/wishes.ts';
import { sampleGeneration } from './contract/generation-samples.ts';
import type { ScarceRoom } from './scarce-room.ts';
import { openScarceRoom } from './scarce-room.ts';

/** More than what is left of the pages that a database has already. */
const longPrompt = 'a lighthouse at dawn '.repeat(2_000);

describe('on a full disk', () => {
  let folder: string;
  let room: ScarceRoom;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-full-'));
    room = await openScarceRoom(join(folder, 'easel.sqlite'));
  });
  afterEach(async () => {
    await room.storage.close();
    await rm(folder, { recursive: true });
  });

  function insert(storage: Storage, note: string): Promise<void> {
    const address = { platform: 'test', isDurable: true, note };
    return storage.transaction(({ generations }) => generations.insert(sampleGeneration({ address })));
  }
  const countRows = async () =>
    (await room.storage.transaction(({ generations }) => generations.list({ limit: 99 }))).length;

  test('what is committed together fails for the true reason, and goes on when there is room', async () => {
    await room.fill();
    const results = await Promise.allSettled(
      ['a fox', longPrompt, 'a fox'].map((note) => insert(room.storage, note)),
    );
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_FULL' } });
    }
    // Neither is anything kept of what was asked for in the same moment as that for which there was no room.
    const countQueued = () => room.storage.transaction(({ generations }) => generations.load(undefined));
    expect([await countRows(), await countQueued()]).toEqual([0, { running: 0, queued: 0 }]);
    await room.makeRoom();
    await insert(room.storage, longPrompt);
    expect([await countRows(), await countQueued()]).toEqual([1, { running: 0, queued: 1 }]);
  });

  test('no request is accepted by half, and the next one is painted when there is room', async () => {
    const { core, ask, storage, courier, model, settled } = await createCoreUnderTest(room);
    await core.start();
    await room.fill();
    const wish = wishFor({ prompt: longPrompt.slice(0, 2_900) });
    const asked = await Promise.allSettled(Array.from({ length: 9 }, (_, n) => ask(`test:${n}`, { wish })));
    await settled();
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'SQLITE_FULL' } });
    const accepted = asked.length - refused.length;
    expect(await countRows()).toBe(accepted);
    expect(courier.acknowledged).toHaveLength(accepted);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(accepted * 39_000);

    await room.makeRoom();
    expect((await ask('test:again', { wish })).kind).toBe('accepted');
    await settled();
    for (let round = 0; round < 9; round += 1) {
      for (const call of model.open.values()) call.succeed();
      await settled();
    }
    expect(courier.delivered).toHaveLength(accepted + 1);
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    await core.stop(0);
  });

  test('a paid call whose outcome finds no room is not sent again: the next start asks for it', async () => {
    const disk = new FullDisk(room.storage);
    const first = await createCoreUnderTest({ storage: disk });
    await first.core.start();
    await first.ask('test:ada');
    await first.settled();
    disk.isFull = true;
    for (const call of first.model.open.values()) call.succeed();
    await vi.waitFor(() =>
      expect(first.log.map(({ message }) => message)).toContainEqual(
        expect.stringContaining('could not be stored'),
      ),
    );
    await first.core.stop(0);

    const { core, courier, model, settled } = await createCoreUnderTest({ storage: room.storage });
    await core.start();
    await settled();
    expect([...model.open.values()].map(({ call }) => call.firstSentAtMs)).toEqual([first.clock.nowMs]);
    for (const call of model.open.values()) call.succeed();
    await settled();
    expect(model.sent.size).toBe(0);
    expect(courier.delivered).toHaveLength(1);
    expect(await room.storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
    await core.stop(0);
  });
});

/** Takes nothing that is to be written while it is full. */
class FullDisk implements Storage {
  readonly #storage: Storage;
  isFull = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  transaction<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result> {
    return this.#storage.transaction(async (transaction) => {
      const result = await work(transaction);
      if (this.isFull) throw Object.assign(new Error('the disk is full'), { code: 'SQLITE_FULL' });
      return result;
    });
  }

  read<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result> {
    return this.#storage.read(work);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
