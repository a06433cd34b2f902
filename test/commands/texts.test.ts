import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toPlainText } from '../../src/commands/join-text.ts';
import { english } from '../../src/commands/texts/english.ts';
import { russian } from '../../src/commands/texts/russian.ts';
import { createTexts, resolveLanguage } from '../../src/commands/texts/texts.ts';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}

function collectStems(tree: Tree): Map<string, string[]> {
  const stems = new Map<string, string[]>();
  for (const [key, text] of flatten(tree)) {
    const stem = key.replace(/_(one|few|many|other)$/, '');
    stems.set(stem, [...(stems.get(stem) ?? []), text]);
  }
  return stems;
}

function formsOf(tree: Tree, stem: string): string[] {
  return flatten(tree)
    .filter(([key]) => key.startsWith(`${stem}_`))
    .map(([key]) => key.slice(stem.length + 1));
}

const englishStems = collectStems(english);
const russianStems = collectStems(russian);
const stems = [...englishStems.keys()];

describe('every text', () => {
  test('exists in both languages, with all plural forms', () => {
    expect([...russianStems.keys()]).toEqual(stems);
    for (const stem of stems) {
      const isPlural = formsOf(english, stem).length > 0;
      expect(formsOf(english, stem), stem).toEqual(isPlural ? ['one', 'other'] : []);
      expect(formsOf(russian, stem), stem).toEqual(isPlural ? ['one', 'few', 'many'] : []);
    }
  });

  test.each(stems)('%s has the same places and tags in all its forms', (stem) => {
    // A form for one may leave out its number, and translations may show examples of their own.
    const optional = ['{{count}}', '<code>'];
    const marks = (text: string) =>
      [...new Set(text.match(/\{\{\w+\}\}|<\w+>/g) ?? [])].filter((mark) => !optional.includes(mark)).sort();
    const [first = '', ...others] = [...(englishStems.get(stem) ?? []), ...(russianStems.get(stem) ?? [])];
    for (const other of others) expect(marks(other), other).toEqual(marks(first));
  });

  test.each([...flatten(english), ...flatten(russian)])(
    '%s closes its tags and does not nest them',
    (_key, text) => {
      const withoutTags = text.replace(/<(b|i|code|q|link|person)>([^<]*)<\/\1>/g, '$2');
      expect(withoutTags).not.toMatch(/<\/?\w+>/);
      expect(text.trim()).not.toBe('');
    },
  );
});

test('no text is unused', () => {
  const folder = new URL('../../src', import.meta.url).pathname;
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/texts\/(english|russian)\.ts$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const isNamed = (stem: string) => sources.includes(`'${stem}'`);
  // Families whose last part is picked from a closed table.
  const isPicked = (stem: string) => {
    const [family, name = ''] = stem.split('.');
    if (family === 'failure') return sources.includes(`'${name.replace(/^advice/, '')}'`);
    if (family === 'pictureProblem' || family === 'button' || family === 'report')
      return sources.includes(`'${name}'`);
    const isOfCommand = family === 'commands' || family === 'adminVerbs';
    return isOfCommand && /\.(description|options\.[\w-]+)$/.test(stem);
  };
  const unused = stems.filter((stem) => !isNamed(stem) && !isPicked(stem));
  expect(unused).toEqual([]);
});

test.each([
  ['ru', 'ru'],
  ['ru-RU', 'ru'],
  ['RU_ru', 'ru'],
  ['en-GB', 'en'],
  ['pt-BR', 'en'],
  ['', 'en'],
  ['не язык', 'en'],
])('%s is answered in %s', (language, expected) => {
  expect(resolveLanguage(language)).toBe(expected);
});

test.each([
  ['en', 1, '1 picture'],
  ['en', 4, '4 pictures'],
  ['ru-RU', 1, '1 картинка'],
  ['ru-RU', 3, '3 картинки'],
  ['ru-RU', 5, '5 картинок'],
  ['ru-RU', 21, '21 картинка'],
  ['pt-BR', 2, '2 pictures'],
])('plurals in %s for %i', (language, count, expected) => {
  expect(toPlainText(createTexts()('outcome.pictures', language, { count }))).toBe(expected);
});
