import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import { parseModelsFile } from '../../src/core/models-file.ts';
import { resolveWish } from '../../src/core/resolve-wish.ts';
import type { Wish, WishDefaults, WishProblem, WishRequest } from '../../src/core/wish.ts';

const catalog = createModelCatalog({
  modelsFile: parseModelsFile(
    JSON.stringify({
      models: [{ air: 'acme:1@1', label: 'Acme', aliases: ['acme'], priceDollars: 0.01, formats: ['png'] }],
    }),
  ),
});

function request(changes: Partial<WishRequest>): WishRequest {
  return {
    prompt: 'a lighthouse at dawn',
    model: undefined,
    count: undefined,
    aspect: undefined,
    seed: undefined,
    format: undefined,
    references: [],
    ...changes,
  };
}

function resolved(changes: Partial<WishRequest>): Wish {
  const result = resolveWish(request(changes), catalog);
  if (result.kind !== 'wish') throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.wish;
}

function problemsOf(changes: Partial<WishRequest>): readonly WishProblem[] {
  const result = resolveWish(request(changes), catalog);
  return result.kind === 'problems' ? result.problems : [];
}

const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'kept' as const, key: `reference-${index}` }));

describe('a wish', () => {
  test('asks for one jpeg of the default model and says nothing that was not asked', () => {
    expect(resolved({})).toEqual({
      verb: 'paint',
      prompt: 'a lighthouse at dawn',
      model: 'google:4@1',
      count: 1,
      aspect: undefined,
      size: undefined,
      seed: undefined,
      format: 'jpeg',
      references: [],
      dropped: [],
    });
  });

  test('carries everything that was asked and that the model takes', () => {
    const asked = { model: 'FLUX', count: 4, aspect: '16:9', seed: 7, format: 'webp' } as const;
    expect(resolved({ ...asked, references: pictures(8) })).toEqual({
      ...asked,
      verb: 'paint',
      prompt: 'a lighthouse at dawn',
      model: 'bfl:5@1',
      size: { width: 1344, height: 768 },
      references: pictures(8),
      dropped: [],
    });
  });

  test('has an unasked size only for a model that refuses to paint without', () => {
    expect(resolved({ model: 'flux' }).size).toEqual({ width: 1024, height: 1024 });
    expect(resolved({ model: 'flux' }).aspect).toBeUndefined();
    expect(resolved({ model: 'imagen' }).size).toBeUndefined();
  });

  test('takes the only format of a model when none was asked', () => {
    expect(resolved({ model: 'acme' }).format).toBe('png');
  });

  test('keeps lines and emoji of the prompt, and drops what is no text', () => {
    expect(resolved({ prompt: '  cat\u0000s\r\nand 👩‍🚀 dogs\ud800\u0007 \n' }).prompt).toBe(
      'cats\nand 👩‍🚀 dogs\ufffd',
    );
  });
});

describe('a style', () => {
  test.each(['watercolour', ' Watercolour ', 'акварель'])(
    'that is asked for as %j is put around the words, which stay what they are',
    (style) => {
      expect(resolved({ style })).toMatchObject({
        prompt: 'a lighthouse at dawn',
        style: {
          key: 'watercolour',
          template: expect.stringContaining('{prompt}\nStyle: loose watercolour'),
          prompt: expect.stringMatching(/^a lighthouse at dawn\nStyle: loose watercolour/),
        },
      });
    },
  );

  test('takes words as they are, whatever they hold', () => {
    expect(resolved({ prompt: "$& {prompt} $'", style: 'oil' }).style?.prompt).toMatch(
      /^\$& \{prompt\} \$'\nStyle: oil/,
    );
  });

  test('of an earlier wish is kept as it was, on offer or not', () => {
    const gone = { key: 'sepia', template: '{prompt}, in sepia' };
    expect(resolved({ style: gone }).style).toEqual({ ...gone, prompt: 'a lighthouse at dawn, in sepia' });
  });

  test('is none where none is asked for, also by name', () => {
    expect(resolved({})).not.toHaveProperty('style');
    expect(resolved({ style: ' None ' })).not.toHaveProperty('style');
  });
});

describe('a person’s own defaults', () => {
  const none: WishDefaults = {
    model: undefined,
    style: undefined,
    count: undefined,
    aspect: undefined,
    format: undefined,
    draftsFirst: false,
  };
  const withDefaults = (defaults: Partial<WishDefaults>, changes: Partial<WishRequest> = {}) =>
    resolved({ ...changes, defaults: { ...none, ...defaults } });

  test('fill in what was left out', () => {
    expect(
      withDefaults({ model: 'bfl:5@1', style: 'ink', count: 2, aspect: '16:9', format: 'webp' }),
    ).toMatchObject({
      model: 'bfl:5@1',
      style: { key: 'ink' },
      count: 2,
      aspect: '16:9',
      size: { width: 1344, height: 768 },
      format: 'webp',
      dropped: [],
    });
  });

  test('give way to what was asked', () => {
    const asked = { model: 'imagen', style: 'oil', count: 1, aspect: '1:1', format: 'jpeg' } as const;
    const usual = { model: 'flux', style: 'ink', count: 2, aspect: '16:9', format: 'webp' } as const;
    expect(withDefaults(usual, asked)).toEqual(resolved(asked));
    expect(withDefaults({ style: 'ink' }, { style: 'none' })).toEqual(resolved({}));
  });

  test.each<[string, Partial<WishDefaults>, Partial<WishRequest>, Wish['dropped']]>([
    ['a number that is too large', { count: 2 }, { model: 'acme' }, ['count']],
    ['a shape that a model does not paint', { aspect: '16:9' }, { model: 'acme' }, ['aspect']],
    [
      'a shape beside pictures that bring theirs',
      { aspect: '16:9' },
      { references: pictures(1) },
      ['aspect'],
    ],
    ['a style that is gone', { style: 'sepia' }, {}, ['style']],
    [
      'a style for which the words leave no room',
      { style: 'watercolour' },
      { prompt: 'x'.repeat(2950) },
      ['style'],
    ],
    ['a kind of file that a model does not make', { format: 'jpeg' }, { model: 'acme' }, ['format']],
    ['a model that is gone', { model: 'dall-e' }, {}, ['model']],
    ['a model that cannot do what was asked', { model: 'acme' }, { references: pictures(1) }, ['model']],
    [
      'several at once',
      { model: 'acme', style: 'sepia', count: 4, aspect: '16:9' },
      { references: pictures(1) },
      ['model', 'style', 'aspect'],
    ],
  ])('that do not fit are dropped: %s', (_, defaults, changes, dropped) => {
    expect(withDefaults(defaults, changes).dropped).toEqual(dropped);
  });
});

describe('a request is refused', () => {
  test.each<[string, Partial<WishRequest>, WishProblem[]]>([
    ['an empty prompt', { prompt: ' \n ' }, [{ problem: 'prompt-too-short', min: 2 }]],
    [
      'one character, though it is written as two',
      { prompt: ' 🐱 ' },
      [{ problem: 'prompt-too-short', min: 2 }],
    ],
    [
      'too long a prompt, counted in the characters that are the most',
      { prompt: '🐱'.repeat(1501) },
      [{ problem: 'prompt-too-long', max: 3000, length: 3002 }],
    ],
    [
      'a style that leaves the words no room, counted with what it adds',
      { prompt: 'x'.repeat(2950), style: 'watercolour' },
      [
        {
          problem: 'prompt-too-long',
          max: 3000,
          length: 2950 + (catalog.styles.find('watercolour')?.template.length ?? 0) - '{prompt}'.length,
          style: 'watercolour',
        },
      ],
    ],
    [
      'words that are too few, however many a style adds',
      { prompt: 'x', style: 'watercolour' },
      [{ problem: 'prompt-too-short', min: 2 }],
    ],
    ['no picture', { count: 0 }, [{ problem: 'too-few-pictures', min: 1, asked: 0 }]],
    ['half a picture', { count: 1.5 }, [{ problem: 'too-few-pictures', min: 1, asked: 1.5 }]],
    ['no number', { count: Number.NaN }, [{ problem: 'too-few-pictures', min: 1, asked: Number.NaN }]],
    ['five pictures', { count: 5 }, [{ problem: 'too-many-pictures', max: 4, asked: 5 }]],
    [
      'a seed for a model without',
      { seed: 7 },
      [{ problem: 'seed-not-taken', model: 'Nano Banana (Gemini 2.5 Flash Image)' }],
    ],
    [
      'a seed out of range',
      { model: 'flux', seed: 0 },
      [{ problem: 'seed-out-of-range', min: 1, max: 4_294_967_295 }],
    ],
    [
      'too large a seed',
      { model: 'flux', seed: 2 ** 32 },
      [{ problem: 'seed-out-of-range', min: 1, max: 4_294_967_295 }],
    ],
    [
      'a size beside references',
      { aspect: '1:1', references: pictures(1) },
      [{ problem: 'size-not-taken-with-references', model: 'Nano Banana (Gemini 2.5 Flash Image)' }],
    ],
    [
      'a size for a model without',
      { model: 'acme', aspect: '1:1' },
      [{ problem: 'size-not-taken', model: 'Acme' }],
    ],
    [
      'a format that is not taken',
      { model: 'acme', format: 'webp' },
      [{ problem: 'format-not-taken', asked: 'webp', offered: ['png'] }],
    ],
    [
      'references for a model without',
      { model: 'acme', references: pictures(1) },
      [{ problem: 'references-not-taken', model: 'Acme' }],
    ],
    ['nine references', { references: pictures(9) }, [{ problem: 'too-many-references', max: 8, asked: 9 }]],
  ])('for %s', (_, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });

  test.each(['7:3', '__proto__', ''])(
    'for the unknown aspect ratio %j, with those that are possible',
    (aspect) => {
      const [problem] = problemsOf({ aspect });
      expect(problem).toMatchObject({ problem: 'aspect-unknown', asked: aspect });
      expect(problem).toHaveProperty('offered', expect.arrayContaining(['1:1', '16:9', '21:9']));
    },
  );

  test('for an unknown model, with the short names of those on offer', () => {
    const [problem] = problemsOf({ model: 'dall-e' });
    expect(problem).toMatchObject({ problem: 'model-unknown', asked: 'dall-e' });
    expect(problem).toHaveProperty('offered', expect.arrayContaining(['imagen', 'flux', 'acme']));
  });

  test('for an unknown style, with the keys of those on offer', () => {
    const [problem] = problemsOf({ style: 'sepia' });
    expect(problem).toMatchObject({ problem: 'style-unknown', asked: 'sepia' });
    expect(problem).toHaveProperty('offered', expect.arrayContaining(['watercolour', 'pixel-art']));
  });

  test('for everything at once', () => {
    const problems = problemsOf({
      prompt: '',
      style: 'sepia',
      count: 9,
      aspect: '7:3',
      seed: 1,
      references: pictures(9),
    });
    expect(problems.map(({ problem }) => problem)).toEqual([
      'style-unknown',
      'prompt-too-short',
      'too-many-pictures',
      'aspect-unknown',
      'size-not-taken-with-references',
      'seed-not-taken',
      'too-many-references',
    ]);
  });
});

const anything = fc.record({
  prompt: fc.string({ unit: 'binary', maxLength: 40 }),
  style: fc.option(fc.constantFrom('watercolour', 'Пиксель-арт', 'none', 'sepia'), { nil: undefined }),
  model: fc.option(fc.constantFrom('imagen', 'flux', 'acme', 'kontext', 'nothing'), { nil: undefined }),
  count: fc.option(fc.oneof(fc.integer({ min: -1, max: 6 }), fc.double()), { nil: undefined }),
  aspect: fc.option(fc.oneof(fc.constantFrom('1:1', '16:9', '5:4'), fc.string()), { nil: undefined }),
  seed: fc.option(fc.oneof(fc.nat(), fc.double()), { nil: undefined }),
  format: fc.option(fc.constantFrom('jpeg' as const, 'png' as const, 'webp' as const), { nil: undefined }),
  references: fc.array(fc.record({ kind: fc.constant('kept' as const), key: fc.uuid() }), {
    maxLength: 12,
  }),
});

const anyDefaults: fc.Arbitrary<WishDefaults> = fc.record({
  style: fc.option(fc.constantFrom('oil', 'sepia'), { nil: undefined }),
  model: fc.option(fc.constantFrom('imagen', 'flux', 'acme', 'kontext', 'nothing'), { nil: undefined }),
  count: fc.option(fc.integer({ min: -1, max: 6 }), { nil: undefined }),
  aspect: fc.option(fc.oneof(fc.constantFrom('1:1', '16:9', '5:4'), fc.string()), { nil: undefined }),
  format: fc.option(fc.constantFrom('jpeg' as const, 'png' as const, 'webp' as const), { nil: undefined }),
  draftsFirst: fc.boolean(),
});

test('whatever is asked, a wish stays within its model', () => {
  fc.assert(
    fc.property(anything, anyDefaults, (asked, defaults) => {
      const result = resolveWish({ ...asked, defaults }, catalog);
      if (result.kind === 'problems') {
        expect(result.problems.length).toBeGreaterThan(0);
        return;
      }
      const { wish } = result;
      const model = catalog.find(wish.model);
      if (model === undefined) throw new Error(`${wish.model} is not on offer`);
      expect(Number.isInteger(wish.count) && wish.count >= 1 && wish.count <= model.maxResults).toBe(true);
      expect(model.formats).toContain(wish.format);
      expect(wish.references.length).toBeLessThanOrEqual(model.maxReferences);
      expect(wish.seed === undefined || model.takesSeed).toBe(true);
      expect(wish.size !== undefined).toBe(wish.aspect !== undefined || model.needsSize);
      if (wish.size !== undefined) expect(Object.values(model.sizes)).toContainEqual(wish.size);
      expect(wish.prompt).toBe(wish.prompt.trim());
      expect(wish.prompt.isWellFormed()).toBe(true);
      const painted = wish.style?.prompt ?? wish.prompt;
      expect(painted).toContain(wish.prompt);
      expect(painted.length).toBeLessThanOrEqual(model.promptLength.max);
    }),
    { numRuns: 500 },
  );
});

test('defaults never stand in the way, never change what was asked, and are used or said to be dropped', () => {
  fc.assert(
    fc.property(anything, anyDefaults, (asked, defaults) => {
      const plain = resolveWish(asked, catalog);
      const result = resolveWish({ ...asked, defaults }, catalog);
      if (result.kind === 'problems') {
        expect(result).toEqual(plain);
        return;
      }
      const { wish } = result;
      const isDropped = (name: keyof WishDefaults) => wish.dropped.includes(name);
      const wanted = { ...defaults, model: defaults.model && catalog.find(defaults.model)?.air };
      const got = { ...wish };
      for (const name of ['model', 'count', 'aspect', 'format'] as const) {
        if (asked[name] !== undefined) {
          expect(isDropped(name)).toBe(false);
          const air = name === 'model' ? catalog.find(asked[name] ?? '')?.air : asked[name];
          expect(got[name]).toBe(air);
        } else if (defaults[name] !== undefined && !isDropped(name)) {
          expect(got[name]).toBe(wanted[name]);
        } else if (name === 'model') {
          expect(got.model).toBe(catalog.defaultModel.air);
        }
      }
      const usualStyle = isDropped('style') ? undefined : defaults.style;
      const askedStyle = asked.style === 'none' ? undefined : catalog.styles.find(asked.style ?? '')?.key;
      expect(wish.style?.key).toBe(asked.style === undefined ? usualStyle : askedStyle);
      if (asked.style !== undefined) expect(isDropped('style')).toBe(false);
      expect(wish.seed).toBe(asked.seed);
      if (plain.kind === 'problems') expect(isDropped('model')).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

describe('everything but painting', () => {
  const tools = { upscale: { priceDollars: 0.002 }, enhance: { priceDollars: 0.001 } };
  const offering = createModelCatalog({ modelsFile: parseModelsFile(JSON.stringify({ tools })) });
  const ask = (changes: Partial<WishRequest>) => resolveWish(request(changes), offering);

  test('works on one picture, and has nothing to choose', () => {
    const [picture] = pictures(1);
    const asked = { verb: 'upscale', prompt: ' a boat ', count: 4, model: 'flux', aspect: '16:9' } as const;
    expect(ask({ ...asked, references: pictures(1) })).toEqual({
      kind: 'wish',
      wish: {
        verb: 'upscale',
        prompt: 'a boat',
        model: 'runware:504@1',
        count: 1,
        aspect: undefined,
        size: undefined,
        seed: undefined,
        format: 'jpeg',
        references: [picture],
        dropped: [],
      },
    });
  });

  test.each<[string, Partial<WishRequest>, WishProblem]>([
    ['no picture', { verb: 'upscale' }, { problem: 'picture-missing' }],
    [
      'several pictures',
      { verb: 'upscale', references: pictures(2) },
      { problem: 'one-picture-only', asked: 2 },
    ],
    ['what has no price', { verb: 'cutout', references: pictures(1) }, { problem: 'verb-off' }],
    ['no words', { verb: 'enhance', prompt: ' \n' }, { problem: 'prompt-too-short', min: 1 }],
    [
      'more words than the service takes',
      { verb: 'enhance', prompt: '🐎'.repeat(151) },
      { problem: 'prompt-too-long', max: 300, length: 302 },
    ],
  ])('is refused for %s', (_, changes, problem) => {
    expect(ask(changes)).toEqual({ kind: 'problems', problems: [problem] });
  });
});
