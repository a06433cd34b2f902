import { describe, expect, test } from 'vitest';
import { textLanguages } from '../../src/commands/texts/texts.ts';
import { createStyleCatalog } from '../../src/core/create-style-catalog.ts';
import type { StyleCatalog } from '../../src/core/style.ts';
import { InvalidStylesFile, parseStylesFile } from '../../src/core/styles-file.ts';

const catalog = createStyleCatalog();

function catalogWith(file: unknown): StyleCatalog {
  return createStyleCatalog(parseStylesFile(JSON.stringify(file)));
}

function faultsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidStylesFile) return error.faults;
    throw error;
  }
  return [];
}

describe('the built-in styles', () => {
  test('are such as an operator could write, with a name in every language', () => {
    const known = catalog.offered.map((style) => ({ ...style, names: { ...style.names } }));
    expect(catalogWith({ offered: known.map(({ key }) => key), styles: known }).offered).toEqual(known);
    for (const { names } of known) expect(Object.keys(names).toSorted()).toEqual([...textLanguages]);
  });

  test('are found by key and by name, in any case', () => {
    for (const name of ['pixel-art', 'Pixel Art', 'pixel_art', 'ПИКСЕЛЬ-АРТ']) {
      expect(catalog.find(name)?.key).toBe('pixel-art');
    }
    expect(catalog.find('черно-белое')?.key).toBe('monochrome');
    expect(catalog.find('sepia')).toBeUndefined();
  });
});

describe('the operator’s file', () => {
  test('adds a style, changes one, and keeps what it does not name', () => {
    const changed = catalogWith({
      styles: [
        {
          key: 'sepia',
          names: { en: 'Sepia', ru: 'Сепия' },
          template: 'An old sepia photograph of {prompt}',
        },
        { key: 'oil', names: { en: 'Oils' } },
      ],
    });
    expect(changed.offered).toHaveLength(catalog.offered.length + 1);
    expect(changed.find('сепия')?.template).toBe('An old sepia photograph of {prompt}');
    expect(changed.find('oil')).toEqual({
      ...catalog.find('oil'),
      names: { en: 'Oils', ru: 'Масло' },
    });
  });

  test('restricts and orders what is offered', () => {
    const restricted = catalogWith({ offered: ['oil', 'ink', 'oil'] });
    expect(restricted.offered.map(({ key }) => key)).toEqual(['oil', 'ink']);
    expect(restricted.find('watercolour')).toBeUndefined();
  });

  test('is refused with every fault of its shape at once, each with its path', () => {
    const faults = faultsOf(() =>
      parseStylesFile(
        JSON.stringify({
          offerd: [],
          styles: [
            { key: 'Two words', template: 'no place for words' },
            { key: 'none', names: { english: 'None' }, template: '{prompt} and {prompt}' },
          ],
        }),
      ),
    );
    expect(faults).toHaveLength(6);
    expect(faults.join('\n')).toMatch(/^styles\[0\]\.key: expected at most 24 lower-case letters/m);
    expect(faults.join('\n')).toMatch(/^styles\[0\]\.template: expected \{prompt\} in it, once/m);
    expect(faults.join('\n')).toMatch(/^styles\[1\]\.key: "none" asks for no style/m);
    expect(faults.join('\n')).toMatch(/^styles\[1\]\.names\.english: expected a language/m);
    expect(faults.join('\n')).toMatch(/^styles\[1\]\.template: expected \{prompt\} in it, once/m);
    expect(faults.join('\n')).toMatch(/^the file: .*"offerd"/m);
  });

  test('is refused when it is no JSON', () => {
    expect(faultsOf(() => parseStylesFile('{ styles: '))).toEqual(['the file: expected JSON']);
  });

  test('is refused when it contradicts itself, with every contradiction at once', () => {
    const faults = faultsOf(() =>
      catalogWith({
        offered: ['oil', 'no-such-style'],
        styles: [
          { key: 'sepia', names: { ru: 'Сепия' } },
          { key: 'ink', names: { en: 'Oil painting', ru: 'None' } },
          { key: 'ink', template: '{prompt} in ink' },
        ],
      }),
    );
    expect(faults).toEqual([
      'styles[0].names.en: a new style needs it',
      'styles[0].template: a new style needs it',
      'styles[2].key: ink stands in the file twice',
      'styles: oil and ink are both called "oil-painting"',
      'styles: none and ink are both called "none"',
      'offered[1]: no style has the key "no-such-style"',
    ]);
  });
});
