import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { botApiSchema } from './bot-api-schema.ts';
import { implementedMethods } from './implemented-methods.ts';
import { methodCoverage } from './method-coverage.ts';

test('every method of the Bot API is declared as implemented or refused', () => {
  expect(Object.keys(methodCoverage)).toEqual(Object.keys(botApiSchema.methods));
});

test('the methods declared as implemented are those that exist', () => {
  const declared = Object.keys(methodCoverage).filter((name) => methodCoverage[name] === 'implemented');
  expect(declared.toSorted()).toEqual(Object.keys(implementedMethods).toSorted());
});

test('the schema is what its script writes', async () => {
  const script = fileURLToPath(new URL('../../../scripts/generate-bot-api-schema.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, '--check']);
});
