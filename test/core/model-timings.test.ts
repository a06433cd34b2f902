import { afterEach, beforeEach, expect, test } from 'vitest';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { ModelTimings } from '../../src/core/model-timings.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { sampleGeneration } from './storage/contract/generation-samples.ts';

const catalog = createModelCatalog();
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const words = { model: 'google:4@1', references: [] };
const pictures = { ...words, references: [{ kind: 'kept', key: 'a' }] } as const;

let storage: Storage;
let nowMs = 0;

beforeEach(async () => {
  storage = await openSqliteStorage(':memory:');
});
afterEach(() => storage.close());

async function delivered(tookMs: readonly number[], wish: typeof words | typeof pictures = words) {
  await storage.transaction(async ({ generations }) => {
    for (const took of tookMs) {
      const times = { firstSentAtMs: 1_000, endedAtMs: 1_000 + took };
      const sample = sampleGeneration({ ...times, state: 'delivered' });
      await generations.insert({ ...sample, wish: { ...sample.wish, ...wish } });
    }
  });
}

test('the catalogue has the word until five results are known', async () => {
  const timings = new ModelTimings({ storage, catalog, log, now: () => nowMs });
  await delivered([1_000, 1_000, 1_000, 1_000]);
  await timings.learn();
  expect(timings.expect(words)).toEqual({ medianMs: 11_000, p90Ms: undefined });
  expect(timings.expect(pictures)?.medianMs).toBe(75_000);
  expect(timings.expect({ ...words, model: 'nobody:1@1' })).toBeUndefined();
});

test('median and nine of ten are those of this bot, apart for words and pictures', async () => {
  const timings = new ModelTimings({ storage, catalog, log, now: () => nowMs });
  await delivered([9, 1, 8, 2, 7, 3, 6, 4, 5, 10].map((seconds) => seconds * 1_000));
  await delivered([40_000, 40_000, 40_000, 40_000, 90_000], pictures);
  await timings.learn();
  expect(timings.expect(words)).toEqual({ medianMs: 5_000, p90Ms: 9_000 });
  expect(timings.expect(pictures)).toEqual({ medianMs: 40_000, p90Ms: 90_000 });
});

test('what is a minute old is looked up again without anybody waiting', async () => {
  const timings = new ModelTimings({ storage, catalog, log, now: () => nowMs });
  await timings.learn();
  await delivered([2_000, 2_000, 2_000, 2_000, 2_000]);
  nowMs += 60_000;
  expect(timings.expect(words)?.medianMs).toBe(11_000);
  nowMs += 1;
  expect(timings.expect(words)?.medianMs).toBe(11_000);
  // Transactions come one after the other, so the look-up is over when this one is.
  await storage.transaction(async () => undefined);
  await storage.transaction(async () => undefined);
  expect(timings.expect(words)?.medianMs).toBe(2_000);
});

test('may be asked for while a transaction is open', async () => {
  const warnings: string[] = [];
  const warn = (_fields: object, message: string) => void warnings.push(message);
  const timings = new ModelTimings({ storage, catalog, log: { ...log, warn }, now: () => nowMs });
  await delivered([2_000, 2_000, 2_000, 2_000, 2_000]);
  await storage.transaction(async () => void timings.expect(words));
  await storage.transaction(async () => undefined);
  await storage.transaction(async () => undefined);
  expect(warnings).toEqual([]);
  expect(timings.expect(words)?.medianMs).toBe(2_000);
});
