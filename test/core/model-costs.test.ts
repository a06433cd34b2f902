import { afterEach, beforeEach, expect, test } from 'vitest';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { ModelCosts } from '../../src/core/model-costs.ts';
import { parseModelsFile } from '../../src/core/models-file.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { Wish } from '../../src/core/wish.ts';
import { sampleGeneration } from './storage/contract/generation-samples.ts';

const silent = () => undefined;
const dayMs = 24 * 60 * 60_000;
const modelsFile = parseModelsFile(
  JSON.stringify({
    models: [{ air: 'bfl:5@1', priceDollars: 0.03, referencePriceDollars: 0.015 }],
    tools: { upscale: { priceDollars: 0.01 } },
  }),
);

const upscaler = createModelCatalog({ modelsFile }).toolFor('upscale')?.air ?? '';

let storage: Storage;
let warnings: string[];
let nowMs: number;
let costs: ModelCosts;

beforeEach(async () => {
  storage = await openSqliteStorage(':memory:');
  warnings = [];
  nowMs = Date.UTC(2026, 10, 22);
  costs = new ModelCosts({
    storage,
    catalog: createModelCatalog({ modelsFile }),
    now: () => nowMs,
    log: { debug: silent, info: silent, warn: (_, message) => warnings.push(message), error: silent },
  });
});
afterEach(() => storage.close());

function wish(change: Partial<Wish> = {}): Wish {
  return { ...sampleGeneration().wish, ...change };
}

const twoReferences = Array.from({ length: 2 }, () => ({ kind: 'kept', key: 'a' }) as const);

function note(costMicros: number, change: Partial<Wish> = {}): void {
  costs.note({ costMicros, endedAtMs: nowMs, wish: wish(change) });
}

test('the list price has the word until pictures have cost more', () => {
  expect(costs.estimate(wish({ count: 4 }))).toBe(4 * 39_000);
  note(27_300);
  expect(costs.estimate(wish({ count: 4 }))).toBe(4 * 39_000);
});

test('what references add by the operator’s word is on top, for every picture', () => {
  expect(costs.estimate(wish({ model: 'bfl:5@1', count: 3, references: twoReferences }))).toBe(3 * 60_000);
  expect(costs.estimate(wish({ model: 'bfl:5@1', count: 3 }))).toBe(3 * 30_000);
});

test('a cost above the list raises the very next estimate, by the picture', () => {
  note(2 * 50_000, { count: 2 });
  expect(costs.estimate(wish({ count: 3 }))).toBe(3 * 50_000);
});

test('whatever else is done to pictures has its price, and is learned about in the same way', () => {
  const upscale = wish({ verb: 'upscale', model: upscaler, references: twoReferences.slice(1) });
  expect(costs.estimate(upscale)).toBe(10_000);
  costs.note({ costMicros: 14_000, endedAtMs: nowMs, wish: upscale });
  expect(costs.estimate(upscale)).toBe(14_000);
  expect(costs.estimate(wish())).toBe(39_000);
});

test('what was learned with references is not charged for them twice', () => {
  note(70_000, { model: 'bfl:5@1', references: twoReferences });
  expect(costs.estimate(wish({ model: 'bfl:5@1', references: twoReferences }))).toBe(70_000);
  expect(costs.estimate(wish({ model: 'bfl:5@1', references: twoReferences.slice(1) }))).toBe(55_000);
});

test('words alone and other models are not dearer for it', () => {
  note(90_000, { references: twoReferences });
  expect(costs.estimate(wish())).toBe(39_000);
  expect(costs.estimate(wish({ model: 'bfl:5@1' }))).toBe(30_000);
  expect(costs.estimate(wish({ references: twoReferences }))).toBe(90_000);
});

test('of many, what 19 of 20 cost is enough, once the last one cost no more', () => {
  for (let dear = 0; dear < 5; dear += 1) note(80_000);
  for (let usual = 0; usual < 94; usual += 1) note(45_000);
  expect(costs.estimate(wish())).toBe(80_000);
  note(45_000);
  expect(costs.estimate(wish())).toBe(45_000);
  note(80_000);
  expect(costs.estimate(wish())).toBe(80_000);
});

test('one wrong price keeps people from a model for a week at most', () => {
  note(1_000_000_000);
  expect(costs.estimate(wish())).toBe(1_000_000_000);
  nowMs += 7 * dayMs;
  expect(costs.estimate(wish())).toBe(39_000);
});

test('the past is looked up at the start, the newest last', async () => {
  await storage.transaction(async ({ generations }) => {
    for (const costMicros of [60_000, 41_000]) {
      await generations.insert(sampleGeneration({ state: 'delivered', endedAtMs: nowMs, costMicros }));
    }
    const removedModel = sampleGeneration({ state: 'delivered', endedAtMs: nowMs, costMicros: 5_000_000 });
    await generations.insert({ ...removedModel, wish: wish({ model: 'gone:1@1' }) });
  });
  await costs.learn();
  expect(costs.estimate(wish())).toBe(60_000);
  for (let usual = 0; usual < 18; usual += 1) note(40_000);
  expect(costs.estimate(wish())).toBe(41_000);
});

test('a fault of the database leaves the list prices, and is logged', async () => {
  await storage.close();
  await costs.learn();
  expect(costs.estimate(wish())).toBe(39_000);
  expect(warnings).toEqual(['what models cost could not be looked up']);
});
