import { expect, test } from 'vitest';
import { FuzzRun } from './fuzz-run.ts';
import { faultsOf, tableOf } from './report.ts';

/** Every run does something else; what it printed tells which, so that it can be run again. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

test('whatever people do, all are answered and nobody gains what is not theirs', {
  timeout: 300_000,
}, async () => {
  const report = await new FuzzRun({ actions: 400, seed }).run();
  expect(faultsOf(report), tableOf(report)).toEqual([]);
  expect(report.actions).toBeGreaterThanOrEqual(400);
  expect(report.generations).toBeGreaterThan(5);
});
