import { expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { suggestPrompts } from '../../src/commands/suggest-prompts.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { emptyGallery } from './empty-gallery.ts';

const catalog = createModelCatalog();
const wording = createWording({ catalog, isSandbox: false });

async function suggested(typed: string, personId = 'test:ada') {
  const promptsOf = async (id: string) =>
    id === 'test:ada' ? ['a red Fox', 'ЛИСА в снегу', 'a cat\n\nasleep', 'foxes'] : [];
  const gallery = { ...emptyGallery, promptsOf };
  return suggestPrompts(typed, { personId, language: 'en', catalog, gallery, wording });
}

async function valuesFor(typed: string): Promise<readonly string[]> {
  return (await suggested(typed)).map(({ value }) => value);
}

test('before anything is typed, everything that was asked for, newest first', async () => {
  expect(await valuesFor('')).toEqual(['a red Fox', 'ЛИСА в снегу', 'a cat\n\nasleep', 'foxes']);
});

test('whatever holds what was typed, without regard to case', async () => {
  expect(await valuesFor(' FOX ')).toEqual(['a red Fox', 'foxes']);
  expect(await valuesFor('лиса')).toEqual(['ЛИСА в снегу']);
  expect(await valuesFor('a dog')).toEqual([]);
});

test('several lines are read as one, and asked for as they were', async () => {
  expect(await suggested('cat')).toEqual([
    { label: [{ text: 'a cat asleep', style: 'plain' }], value: 'a cat\n\nasleep' },
  ]);
});

test('nobody else’s', async () => {
  expect(await suggested('', 'test:eve')).toEqual([]);
});
