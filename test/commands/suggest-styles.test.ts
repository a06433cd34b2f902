import { expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import { suggestStyles } from '../../src/commands/suggest-styles.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { emptyGallery } from './empty-gallery.ts';

const catalog = createModelCatalog();
const wording = createWording({ catalog, isSandbox: false });

async function suggested(typed: string, language = 'en') {
  const suggesting = { personId: 'test:ada', language, catalog, gallery: emptyGallery, wording };
  const suggestions = await suggestStyles(typed, suggesting);
  return suggestions.map(({ label, value }) => `${toPlainText(label)} = ${value}`);
}

test('before anything is typed, every style on offer, and that of having none', async () => {
  const all = await suggested('');
  expect(all).toHaveLength(catalog.styles.offered.length + 1);
  expect(all).toContain('Watercolour = watercolour');
  expect(all.at(-1)).toBe('No style = none');
});

test('by key and by name in any language, in the language of whoever types', async () => {
  expect(await suggested('WATER')).toEqual(['Watercolour = watercolour']);
  expect(await suggested('акв', 'ru')).toEqual(['Акварель = watercolour']);
  expect(await suggested('pixel a', 'ru')).toEqual(['Пиксель-арт = pixel-art']);
  for (const none of ['none', 'без']) expect(await suggested(none, 'ru')).toEqual(['Без стиля = none']);
});

test('what no style is called suggests nothing', async () => {
  expect(await suggested('sepia')).toEqual([]);
});
