import { expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import { suggestModels } from '../../src/commands/suggest-models.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { emptyGallery } from './empty-gallery.ts';

const catalog = createModelCatalog();
const wording = createWording({ catalog, isSandbox: false });

async function suggested(typed: string, language = 'en') {
  const suggesting = { personId: 'test:ada', language, catalog, gallery: emptyGallery, wording };
  return suggestModels(typed, suggesting);
}

test('before anything is typed, every model on offer, as it is shown elsewhere', async () => {
  const values = (await suggested('')).map(({ value }) => value);
  expect(values).toEqual(catalog.offered.map(({ aliases, air }) => aliases[0] ?? air));
});

test('by any of its names, without regard to case, the nearest first', async () => {
  const [first, ...others] = (await suggested('FLUX')).map(({ value }) => value);
  expect(first).toBe('flux');
  expect(others).toContain('kontext');
  expect(others).not.toContain('imagen');
  expect((await suggested('google:4@1'))[0]?.value).toBe('imagen');
});

test('with its price, in the language of whoever types', async () => {
  const [english] = await suggested('google:4@1');
  const [russian] = await suggested('google:4@1', 'ru');
  expect(toPlainText(english?.label ?? [])).toMatch(/^Nano Banana .* · about \$0\.039 a picture$/);
  expect(toPlainText(russian?.label ?? [])).toMatch(/[а-я]{4}/);
});

test('what no model is called suggests nothing', async () => {
  expect(await suggested('dall-e')).toEqual([]);
});
