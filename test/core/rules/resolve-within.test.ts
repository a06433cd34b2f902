import { describe, expect, test } from 'vitest';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import { resolveWithin } from '../../../src/core/rules/resolve-within.ts';
import type { WishRequest } from '../../../src/core/wish.ts';
import { wishFor } from '../support/wishes.ts';

const catalog = createModelCatalog();
const [first, second] = catalog.offered;
if (first === undefined || second === undefined) throw new Error('expected two models');
const other = catalog.defaultModel.air === first.air ? second : first;

const everything = { models: undefined, mostPictures: Infinity };

function resolve(request: Partial<WishRequest>, narrowing: Partial<Parameters<typeof resolveWithin>[2]>) {
  return resolveWithin(wishFor(request), catalog, { ...everything, ...narrowing });
}

const chosen = {
  model: undefined,
  style: undefined,
  count: undefined,
  aspect: undefined,
  format: undefined,
  draftsFirst: false,
};

describe('what rules leave of a wish', () => {
  test('is all of it, where they say nothing', () => {
    expect(resolve({ count: 2 }, {})).toMatchObject({
      kind: 'wish',
      wish: { model: catalog.defaultModel.air, count: 2, dropped: [] },
    });
  });

  test('is another model than the usual one, where that is not used', () => {
    expect(resolve({}, { models: [other.air] })).toMatchObject({ wish: { model: other.air, dropped: [] } });
  });

  test('is nothing of a model that somebody asks for and that is not used, by any of its names', () => {
    for (const asked of [catalog.defaultModel.air, catalog.defaultModel.label]) {
      expect(resolve({ model: asked }, { models: [other.air] })).toMatchObject({
        problems: [{ problem: 'model-not-here', asked, offered: [other.aliases[0]] }],
      });
    }
    expect(resolve({ model: 'nothing' }, { models: [other.air] })).toMatchObject({
      problems: [{ problem: 'model-unknown' }],
    });
  });

  test('drops what somebody usually wants and may not have here', () => {
    const defaults = { ...chosen, model: catalog.defaultModel.air, count: 3 };
    expect(resolve({ count: undefined, defaults }, { models: [other.air], mostPictures: 2 })).toMatchObject({
      wish: { model: other.air, count: 1, dropped: ['model', 'count'] },
    });
  });

  test('is told in its own words where the model could do more', () => {
    expect(resolve({ count: 3 }, { mostPictures: 2 })).toMatchObject({
      problems: [{ problem: 'too-many-pictures-here', max: 2, asked: 3 }],
    });
    expect(resolve({ count: 2 }, { mostPictures: 2 })).toMatchObject({ wish: { count: 2 } });
    expect(resolve({ count: 99 }, { mostPictures: 9 })).toMatchObject({
      problems: [{ problem: 'too-many-pictures' }],
    });
  });

  test('is nothing to paint with where no model is left, and tools all the same', () => {
    const nothing = { models: ['gone:1@1'] };
    expect(resolve({}, nothing)).toEqual({ kind: 'problems', problems: [{ problem: 'no-model-here' }] });
    const priced = createModelCatalog({ toolsAreFree: true });
    const enhance = wishFor({ verb: 'enhance', prompt: 'a fox' });
    expect(resolveWithin(enhance, priced, { ...everything, ...nothing }).kind).toBe('wish');
  });
});
