import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import { parseModelsFile } from '../../../src/core/models-file.ts';
import { resolveWish } from '../../../src/core/resolve-wish.ts';
import type { Wish } from '../../../src/core/wish.ts';
import { nothingNamed } from '../../../src/core/wish.ts';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';
import { startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { imageCall, modelOf } from './image-call.ts';

let runware: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

const tools = { enhance: { priceDollars: 0.001 } };
const catalog = createModelCatalog({ modelsFile: parseModelsFile(JSON.stringify({ tools })) });
const styles = catalog.styles.offered.map(({ key }) => key);

/** As many as just fit, one way or the other, and whatever is around that. */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 149, 150, 151, 299, 300, 301, 1_499, 1_500, 1_501, 2_999, 3_000, 3_001),
  fc.integer({ min: 1, max: 3_100 }),
);
const written = fc.oneof(
  fc.constantFrom('🐱', 'x', '👩‍🚀', '\u0301'),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom('x', 'ж', 'é', 'é', '🐱', '👩‍🚀', '𝓹', ' ', '\ud800'), lengths)
    .map(([unit, count]) => unit.repeat(count)),
);
const words = fc.array(written, { minLength: 1, maxLength: 2 }).map((pieces) => pieces.join(''));

async function paint({ model: air, prompt, style, verb }: Wish): Promise<void> {
  const { model, time } = modelOf(runware);
  await model.generate(imageCall(time, { verb, model: air, prompt: style?.prompt ?? prompt }));
}

test('whatever words are accepted, in whatever style, are neither too many nor too few for the service', async () => {
  const asked = fc.record({
    verb: fc.constantFrom('paint' as const, 'enhance' as const),
    prompt: words,
    style: fc.option(fc.constantFrom(...styles), { nil: undefined, freq: 2 }),
    model: fc.constantFrom('imagen', 'flux', 'kontext'),
  });
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(asked, async (request) => {
      const result = resolveWish({ ...nothingNamed, references: [], ...request }, catalog);
      if (result.kind === 'problems') return;
      accepted += 1;
      runware.reset();
      await paint(result.wish);
      expect(runware.violations).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(accepted).toBeGreaterThan(20);
});

test.each([1, 1_501])(
  '%d characters that are written as two each are not taken by the fake',
  async (count) => {
    const { model, time } = modelOf(runware);
    await expect(model.generate(imageCall(time, { prompt: '🐱'.repeat(count) }))).rejects.toThrow();
    expect(runware.violations).not.toEqual([]);
  },
);
