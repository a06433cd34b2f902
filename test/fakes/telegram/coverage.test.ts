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
