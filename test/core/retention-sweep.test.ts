import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../src/core/generation.ts';
import type { GenerationEvent } from '../../src/core/generation-events.ts';
import { GenerationEvents } from '../../src/core/generation-events.ts';
import { MemoryPictureStore } from '../../src/core/pictures/memory-picture-store.ts';
import type { PictureStore } from '../../src/core/pictures/picture-store.ts';
import type { RetentionLimits } from '../../src/core/retention-sweep.ts';
import { RetentionSweep } from '../../src/core/retention-sweep.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { sampleGeneration } from './storage/contract/generation-samples.ts';
import { samplePicture, storePainted } from './storage/contract/sample-pictures.ts';

const nowMs = 100_000;
const bytes = new Uint8Array(3);

describe('the retention sweep', () => {
  let storage: Storage;
  let pictures: MemoryPictureStore;
  let sweep: RetentionSweep;
  const events: GenerationEvent[] = [];
  const warnings: string[] = [];

  beforeEach(async () => {
    events.length = 0;
    warnings.length = 0;
    storage = await openSqliteStorage(':memory:');
    pictures = new MemoryPictureStore();
  });
  afterEach(async () => {
    await sweep.stop();
    await storage.close();
  });

  function prepare(limits: Partial<RetentionLimits>, store: PictureStore = pictures): RetentionSweep {
    const warn = (_fields: object, message: string) => void warnings.push(message);
    const log = { debug: () => {}, info: () => {}, warn, error: warn };
    const emitter = new GenerationEvents(log);
    emitter.listen((event) => events.push(event));
    sweep = new RetentionSweep({
      limits: { maxAgeMs: undefined, maxBytes: undefined, ...limits },
      storage,
      pictures: store,
      events: emitter,
      now: () => nowMs,
      log,
    });
    return sweep;
  }

  /** One that ended so long ago, with a result and a reference of 1,000 bytes each. */
  async function painted(ageMs: number, changes: Partial<Generation> = {}): Promise<Generation> {
    const generation = await storePainted(storage, { endedAtMs: nowMs - ageMs, ...changes });
    await storage.transaction((transaction) =>
      transaction.pictures.add(samplePicture(generation, { role: 'reference' })),
    );
    for (const key of keysOf(generation)) await pictures.write(key, bytes);
    return generation;
  }

  function keysOf({ id }: Generation): readonly string[] {
    return [`${id}/result-0`, `${id}/reference-0`];
  }

  /** Says of each generation how many files and how many rows are left of it. */
  function left(...generations: readonly Generation[]): Promise<readonly (readonly number[])[]> {
    return Promise.all(
      generations.map(async (generation) => {
        const reads = await Promise.allSettled(keysOf(generation).map((key) => pictures.read(key)));
        const rows = await storage.transaction(async ({ pictures: records }) => [
          ...(await records.of(generation.id, 'result')),
          ...(await records.of(generation.id, 'reference')),
        ]);
        return [reads.filter(({ status }) => status === 'fulfilled').length, rows.length];
      }),
    );
  }

  const whole = [2, 2];
  const gone = [0, 0];

  test('removes what is too old, files and rows, and keeps the generation', async () => {
    const [old, young] = [await painted(1_000), await painted(999)];
    await prepare({ maxAgeMs: 1_000 }).sweep();
    expect(await left(old, young)).toEqual([gone, whole]);
    expect(await storage.transaction(({ generations }) => generations.find(old.id))).toStrictEqual(old);
    expect(events).toEqual([{ name: 'pictures-expired', pictures: 2, bytes: 2_000 }]);
  });

  test('goes on until nothing is left that is too old, in batches', async () => {
    const many: Generation[] = [];
    for (let index = 0; index < 45; index += 1) many.push(await painted(2_000));
    await prepare({ maxAgeMs: 1_000 }).sweep();
    expect(await left(...many)).toEqual(many.map(() => gone));
    expect(events.length).toBe(3);
  });

  test('without limits removes nothing', async () => {
    const old = await painted(99_000);
    await prepare({}).sweep();
    expect(await left(old)).toEqual([whole]);
  });

  test('leaves favourites, and what is unfinished or owed', async () => {
    const favourite = await painted(9_000);
    const owed = await painted(9_000, { state: 'made', nextDeliveryAtMs: 1 });
    const underWay = await painted(9_000, { state: 'cancelled', holdsSlot: true });
    const [generationId, personId] = [favourite.id, 'discord:9'];
    await storage.transaction(({ favourites }) => favourites.add({ generationId, personId, starredAtMs: 1 }));
    await prepare({ maxAgeMs: 1_000, maxBytes: 0 }).sweep();
    expect(await left(favourite, owed, underWay)).toEqual([whole, whole, whole]);
    expect(warnings).toEqual(['favourites and open requests alone take up too much']);
    await storage.transaction(({ favourites }) => favourites.remove({ generationId, personId }));
    await sweep.sweep();
    expect(await left(favourite)).toEqual([gone]);
  });

  test('beyond the size removes the oldest, and no more than it has to', async () => {
    const all = [await painted(3_000), await painted(1_000), await painted(2_000)];
    await prepare({ maxBytes: 4_500 }).sweep();
    expect(await left(...all)).toEqual([gone, whole, whole]);
    await prepare({ maxBytes: 2_000 }).sweep();
    expect(await left(...all)).toEqual([gone, whole, gone]);
    expect(warnings).toEqual([]);
  });

  test('counts what a draft takes up when it goes', async () => {
    const draft = sampleGeneration({ state: 'delivered', endedAtMs: nowMs - 9_000, draftOf: 'its request' });
    await storage.transaction(async ({ generations, pictures: records }) => {
      await generations.insert(draft);
      await records.add(samplePicture(draft, { role: 'draft' }));
    });
    const newer = await painted(1_000);
    await prepare({ maxBytes: 2_000 }).sweep();
    expect(await left(newer)).toEqual([whole]);
    expect(await storage.transaction(({ pictures: records }) => records.of(draft.id, 'draft'))).toEqual([]);
  });

  test('finishes a removal that a crash interrupted between rows and files', async () => {
    const old = await painted(9_000);
    await storage.transaction((transaction) => transaction.pictures.removeOf(old.id));
    expect(await left(old)).toEqual([[2, 0]]);
    await prepare({}).sweep();
    expect(await left(old)).toEqual([gone]);
    expect(await storage.transaction(({ retention }) => retention.unneededFiles(9))).toEqual([]);
  });

  test('finishes a removal that was only marked, or whose pictures came afterwards', async () => {
    const marked = await painted(0, { removedAtMs: nowMs });
    await prepare({}).sweep();
    expect(await left(marked)).toEqual([gone]);
  });

  test('leaves what a fault of the disk keeps it from for the next time', async () => {
    const [old, other] = [await painted(9_000), await painted(8_000)];
    let isBroken = true;
    await prepare(
      { maxAgeMs: 1_000 },
      {
        write: (key, written) => pictures.write(key, written),
        read: (key) => pictures.read(key),
        remove: async (key) => {
          if (isBroken && key === `${old.id}/result-0`) throw new Error('the disk is read-only');
          await pictures.remove(key);
        },
      },
    ).sweep();
    expect(warnings).toEqual(['removing old pictures failed']);
    isBroken = false;
    await sweep.sweep();
    expect(await left(old, other)).toEqual([gone, gone]);
  });

  test('forgets what was only remembered for a while', async () => {
    const search = { personId: 'discord:1', words: 'fox', key: 'a' };
    const form = { personId: 'discord:1', pictures: [], button: undefined, key: 'a' };
    await storage.transaction(async ({ forms, linkCodes, linkTries, searches }) => {
      const code = { hash: 'h', personId: 'test:ada', expiresAtMs: nowMs, usedById: undefined };
      await linkCodes.put(code);
      await linkTries.add({ personId: 'test:ada', atMs: nowMs - 60 * 60_000 });
      await linkTries.add({ personId: 'test:ada', atMs: nowMs });
      await searches.put({ ...search, expiresAtMs: nowMs });
      await searches.put({ ...search, key: 'b', expiresAtMs: nowMs + 1 });
      await forms.insert({ ...form, expiresAtMs: nowMs });
    });
    await prepare({}).sweep();
    await storage.transaction(async ({ forms, linkCodes, linkTries, searches }) => {
      expect(await linkCodes.find('h')).toBeUndefined();
      expect(await linkTries.count({ personId: undefined, afterMs: 0 })).toBe(1);
      expect(await searches.find('a')).toBeUndefined();
      expect(await searches.find('b')).toBeDefined();
      expect(await forms.find('a')).toBeUndefined();
    });
  });

  test('forgets whom somebody was linked with once their limits are their own again', async () => {
    await storage.transaction(async ({ links }) => {
      await links.put({ accountId: 'discord:1', joinedId: 'telegram:1', sharesUntilMs: nowMs });
      await links.put({ accountId: 'discord:2', joinedId: 'telegram:2', sharesUntilMs: nowMs + 1 });
      await links.put({ accountId: 'discord:3', joinedId: 'telegram:3', sharesUntilMs: undefined });
    });
    await prepare({}).sweep();
    await storage.transaction(async ({ links }) => {
      expect(await links.find('telegram:1')).toBeUndefined();
      expect(await links.find('telegram:2')).toBeDefined();
      expect(await links.find('telegram:3')).toBeDefined();
    });
  });
});
