import { describe, expect, test } from 'vitest';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { estimateMicros } from '../../src/core/model-catalog.ts';
import { InvalidModelsFile, parseModelsFile } from '../../src/core/models-file.ts';
import { toMicros } from '../../src/core/money.ts';
import { knownModels } from '../../src/core/offered-models.ts';
import type { Wish } from '../../src/core/wish.ts';

const catalog = createModelCatalog();

function catalogWith(file: unknown) {
  return createModelCatalog({ modelsFile: parseModelsFile(JSON.stringify(file)) });
}

function faultsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidModelsFile) return error.faults;
    throw error;
  }
  throw new Error('expected the models file to be refused');
}

function wish(changes: Partial<Wish>): Wish {
  return {
    verb: 'paint',
    prompt: 'a lighthouse',
    model: 'google:4@1',
    count: 1,
    aspect: undefined,
    size: undefined,
    seed: undefined,
    format: 'jpeg',
    references: [],
    dropped: [],
    ...changes,
  };
}

describe('the model that paints drafts', () => {
  const schnell = { air: 'runware:100@1', priceDollars: 0.0013 };
  const acme = { air: 'acme:1@1', label: 'Acme', aliases: ['acme'], priceDollars: 0.001 };
  const fast = { text: 3, references: 3 };

  test('is the cheapest of the fast ones on offer, and none where there is none', () => {
    expect(catalog.draftModel).toBeUndefined();
    expect(catalogWith({ models: [schnell] }).draftModel?.air).toBe(schnell.air);
    expect(catalogWith({ models: [schnell, acme] }).draftModel?.air).toBe(schnell.air);
    const both = { models: [schnell, { ...acme, typicalSeconds: fast }] };
    expect(catalogWith(both).draftModel?.air).toBe(acme.air);
    expect(catalogWith({ ...both, offered: ['imagen', 'schnell'] }).draftModel?.air).toBe(schnell.air);
  });

  test('is the one that the operator names, or none', () => {
    expect(catalogWith({ draft: 'kontext-dev' }).draftModel?.label).toBe('FLUX.1 Kontext [dev]');
    expect(catalogWith({ models: [schnell], draft: false }).draftModel).toBeUndefined();
    expect(faultsOf(() => catalogWith({ draft: 'schnell' }))).toEqual([
      'draft: no model on offer is called "schnell"',
    ]);
  });
});

describe('the built-in catalogue', () => {
  test('starts with the two models of the notes', () => {
    expect(catalog.defaultModel.air).toBe('google:4@1');
    expect(catalog.offered.slice(0, 2).map((entry) => entry.air)).toEqual(['google:4@1', 'bfl:5@1']);
    expect(catalog.defaultModel.label).toBe('Nano Banana (Gemini 2.5 Flash Image)');
  });

  test.each([
    ['Google Imagen', 'google:4@1'],
    ['IMAGEN', 'google:4@1'],
    ['nano banana', 'google:4@1'],
    ['Nano Banana (Gemini 2.5 Flash Image)', 'google:4@1'],
    ['google:4@1', 'google:4@1'],
    [' flux ', 'bfl:5@1'],
    ['FLUX.1 Pro', 'bfl:5@1'],
    ['flux.2 [PRO]', 'bfl:5@1'],
    ['BFL:5@1', 'bfl:5@1'],
  ])('finds %j', (name, air) => {
    expect(catalog.find(name)?.air).toBe(air);
  });

  test.each(['', 'dall-e', '__proto__', 'constructor'])('does not find %j', (name) => {
    expect(catalog.find(name)).toBeUndefined();
  });

  test('keeps models without a known price off', () => {
    expect(knownModels.some((entry) => entry.air === 'runware:100@1')).toBe(true);
    expect(catalog.find('runware:100@1')).toBeUndefined();
    expect(catalog.offered.filter((entry) => entry.priceMicros === undefined)).toEqual([]);
  });

  test.each(knownModels)('states sizes of $label that fit their aspect ratio', (entry) => {
    for (const [aspect, { width, height }] of Object.entries(entry.sizes)) {
      const [across = 0, down = 0] = aspect.split(':').map(Number);
      expect(
        Math.abs(Math.log((width * down) / (height * across))),
        `${aspect} of ${entry.air}`,
      ).toBeLessThan(0.05);
      expect(width * height, `${aspect} of ${entry.air}`).toBeLessThanOrEqual(1600 * 1024);
    }
    if (entry.needsSize) expect(entry.sizes['1:1']).toBeDefined();
    expect(entry.maxResults).toBeGreaterThanOrEqual(1);
    expect(entry.aliases.length).toBeGreaterThan(0);
  });

  test('estimates list price times count', () => {
    expect(estimateMicros(wish({}), catalog)).toBe(39_000);
    expect(estimateMicros(wish({ count: 4 }), catalog)).toBe(156_000);
    expect(estimateMicros(wish({ model: 'bfl:5@1', count: 2 }), catalog)).toBe(60_000);
    expect(() => estimateMicros(wish({ model: 'runware:100@1' }), catalog)).toThrow(/no price/);
  });
});

describe("the operator's file", () => {
  test('gives a price and thereby switches a model on', () => {
    const changed = catalogWith({ models: [{ air: 'runware:100@1', priceDollars: 0.0006 }] });
    expect(changed.find('schnell')).toMatchObject({ label: 'FLUX.1 [schnell]', priceMicros: 600 });
  });

  test('changes aliases, bounds and price of a known model and nothing else of it', () => {
    const changed = catalogWith({
      models: [{ air: 'google:4@1', priceDollars: 0.0273, aliases: ['banane'], maxResults: 2 }],
    });
    expect(changed.find('banane')).toEqual({
      ...catalog.defaultModel,
      aliases: ['banane'],
      maxResults: 2,
      priceMicros: toMicros(0.0273),
    });
    expect(changed.find('imagen')).toBeUndefined();
  });

  test('adds a model of its own, as modest as what it does not say', () => {
    const changed = catalogWith({
      models: [{ air: 'acme:1@1', label: 'Acme', aliases: ['acme'], priceDollars: 0.01 }],
    });
    expect(changed.find('acme')).toMatchObject({
      takesSeed: false,
      sizes: {},
      maxReferences: 0,
      maxResults: 1,
    });
  });

  test('restricts and orders what is offered and picks the default', () => {
    const restricted = catalogWith({ offered: ['flux', 'Imagen'], default: 'google:4@1' });
    expect(restricted.offered.map((entry) => entry.air)).toEqual(['bfl:5@1', 'google:4@1']);
    expect(restricted.defaultModel.air).toBe('google:4@1');
    expect(restricted.find('kontext')).toBeUndefined();
    expect(catalogWith({ offered: ['flux'] }).defaultModel.air).toBe('bfl:5@1');
  });

  test('is refused with every fault of its shape at once, each with its path', () => {
    const faults = faultsOf(() =>
      parseModelsFile(
        JSON.stringify({
          offerd: [],
          models: [
            { air: 'nonsense', priceDollars: -1 },
            { air: 'a:1@1', sizes: { wide: { width: 1, height: 2 } } },
          ],
        }),
      ),
    );
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toMatch(/^models\[0\]\.air: expected an AIR identifier/m);
    expect(faults.join('\n')).toMatch(/^models\[0\]\.priceDollars: /m);
    expect(faults.join('\n')).toMatch(/^models\[1\]\.sizes\.wide: expected an aspect ratio/m);
    expect(faults.join('\n')).toMatch(/^the file: .*"offerd"/m);
  });

  test('is refused when it is no JSON', () => {
    expect(faultsOf(() => parseModelsFile('{ offered: '))).toEqual(['the file: expected JSON']);
  });

  test('is refused when it contradicts the catalogue, with every contradiction at once', () => {
    const faults = faultsOf(() =>
      catalogWith({
        default: 'kontext',
        offered: ['imagen', 'schnell', 'no-such-model'],
        models: [
          { air: 'bfl:5@1', aliases: ['imagen'] },
          { air: 'bfl:5@1', needsSize: true, sizes: { '16:9': { width: 1344, height: 768 } } },
          { air: 'acme:1@1' },
        ],
      }),
    );
    expect(faults).toEqual([
      'models[1].air: bfl:5@1 stands in the file twice',
      'models[1].sizes: a model that needs a size needs one for "1:1"',
      'models[2].label: a new model needs it',
      'models[2].aliases: a new model needs it',
      'models[2].priceDollars: a new model needs it',
      'models: google:4@1 and bfl:5@1 are both called "imagen"',
      'offered[1]: runware:100@1 has no known price; give it one as priceDollars in models',
      'offered[2]: no model on offer is called "no-such-model"',
      'default: no model on offer is called "kontext"',
    ]);
  });
});

describe('everything but painting', () => {
  test('is off until somebody knows what it costs', () => {
    expect(catalog.toolFor('upscale')).toBeUndefined();
    const priced = catalogWith({ tools: { upscale: { priceDollars: 0.002 } } });
    expect(priced.toolFor('upscale')).toMatchObject({ air: 'runware:504@1', priceMicros: 2_000 });
  });

  test('costs nothing where the sandbox does it, unless the file names a price', () => {
    const modelsFile = parseModelsFile(JSON.stringify({ tools: { cutout: { priceDollars: 0.01 } } }));
    const free = createModelCatalog({ modelsFile, toolsAreFree: true });
    expect(free.toolFor('describe')?.priceMicros).toBe(0);
    expect(free.toolFor('cutout')?.priceMicros).toBe(10_000);
  });

  test('can be done by another model, which is no model to paint with', () => {
    const file = { tools: { cutout: { air: 'bria:2@1', priceDollars: 0.018, typicalSeconds: 3 } } };
    const changed = catalogWith(file);
    expect(changed.toolFor('cutout')).toMatchObject({ label: 'bria:2@1', typicalSeconds: { references: 3 } });
    expect(changed.about('bria:2@1')?.priceMicros).toBe(18_000);
    expect(changed.find('bria:2@1')).toBeUndefined();
    expect(estimateMicros(wish({ verb: 'cutout', model: 'bria:2@1' }), changed)).toBe(18_000);
  });

  test.each([
    ['tools.paint', { tools: { paint: { priceDollars: 1 } } }],
    ['tools.upscale.priceDollars', { tools: { upscale: {} } }],
    ['tools.upscale.air', { tools: { upscale: { air: 'x', priceDollars: 1 } } }],
  ])('is refused where the file is wrong about %s', (path, file) => {
    const faults = faultsOf(() => catalogWith(file));
    expect(faults.join()).toContain(path.split('.')[1] ?? '');
  });
});
