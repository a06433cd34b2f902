import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageCall } from '../../../src/core/image-model.ts';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';
import { startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { imageCall, modelOf } from './image-call.ts';

let runware: FakeRunware;
let picture: ImageCall['references'][number];

beforeAll(async () => {
  runware = await startFakeRunware();
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#c33' } })
    .jpeg()
    .toBuffer();
  picture = { mediaType: 'image/jpeg', read: async () => bytes };
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

const models = {
  upscale: 'runware:504@1',
  cutout: 'runware:112@5',
  describe: 'runware:152@2',
  enhance: 'runware:llama-3-1-8b@prompt-enhancer',
} as const;

function callFor(verb: keyof typeof models, change: Partial<ImageCall> = {}) {
  const { model, time } = modelOf(runware);
  const format = verb === 'cutout' ? 'png' : 'jpeg';
  const references = verb === 'enhance' ? [] : [picture];
  const call = imageCall(time, { verb, model: models[verb], format, references, ...change });
  return { model, time, call };
}

describe('everything but painting', () => {
  test('doubles a picture, at the documented address', async () => {
    const { call, model } = callFor('upscale', { prompt: '' });
    const { costMicros, pictures, texts } = await model.generate(call);
    expect(pictures).toMatchObject([{ width: 640, height: 480, mediaType: 'image/jpeg', costMicros: 2_000 }]);
    expect({ costMicros, texts }).toEqual({ costMicros: 2_000, texts: [] });
    const [request] = runware.requests;
    expect(request?.path).toBe('/v1');
    expect(request?.task).toEqual({
      taskType: 'upscale',
      taskUUID: call.id,
      model: 'runware:504@1',
      inputs: { image: expect.stringMatching(/^data:image\/jpeg;base64,/) },
      upscaleFactor: 2,
      outputType: 'URL',
      outputFormat: 'JPG',
      includeCost: true,
    });
    expect(call.sends).toHaveLength(1);
    expect(runware.violations).toEqual([]);
  });

  test('cuts a picture out as a PNG with transparency', async () => {
    const { call, model } = callFor('cutout');
    const [result] = (await model.generate(call)).pictures;
    expect(result?.mediaType).toBe('image/png');
    const { hasAlpha, height, width } = await sharp(result?.bytes).metadata();
    expect({ hasAlpha, height, width }).toEqual({ hasAlpha: true, height: 240, width: 320 });
    expect(runware.violations).toEqual([]);
  });

  test('describes a picture, and makes a prompt better', async () => {
    const described = callFor('describe', { prompt: '' });
    expect(await described.model.generate(described.call)).toEqual({
      pictures: [],
      texts: [{ text: `a picture that was shown to task ${described.call.id}`, costMicros: 1_300 }],
      failures: [],
      costMicros: 1_300,
    });
    const enhanced = callFor('enhance', { prompt: 'a boat' });
    const { texts } = await enhanced.model.generate(enhanced.call);
    expect(texts).toEqual([{ text: 'a boat, in fine detail, version 1', costMicros: 200 }]);
    expect(runware.violations).toEqual([]);
  });

  test.each(['upscale', 'cutout', 'describe', 'enhance'] as const)(
    'is paid once when the answer to %s gets lost, before and after a restart',
    async (verb) => {
      runware.fail({ kind: 'cut-off' }, { when: ({ taskUUID }) => taskUUID === first.call.id });
      const first = callFor(verb);
      const { pictures, texts } = await first.model.generate(first.call);
      expect(pictures.length + texts.length).toBe(1);
      const again = callFor(verb, { id: first.call.id, firstSentAtMs: first.time.now() });
      const found = await again.model.generate(again.call);
      expect(found.texts).toEqual(texts);
      expect(again.call.sends).toEqual([]);
      expect(runware.ledger.of(first.call.id)?.painted).toBe(1);
      expect(runware.violations).toEqual([]);
    },
  );

  test('words without anything to read are no result', async () => {
    const { call, model } = callFor('describe');
    const item = { taskType: 'caption', taskUUID: call.id, text: ' \u0007\n', cost: 0.001 };
    const body = JSON.stringify({ data: [item] });
    runware.fail({ kind: 'body', status: 200, body, paints: false }, { when: () => true });
    await expect(model.generate(call)).rejects.toMatchObject({ code: 'provider-failed' });
  });

  test('words are made fit to be a prompt', async () => {
    const { call, model } = callFor('describe');
    const text = `  two\r\nlines\u0000${'🐎'.repeat(4_000)}`;
    const body = JSON.stringify({ data: [{ taskType: 'caption', taskUUID: call.id, text }] });
    runware.fail({ kind: 'body', status: 200, body, paints: false }, { when: () => true });
    const [made] = (await model.generate(call)).texts;
    expect(made?.text.startsWith('two\nlines🐎')).toBe(true);
    expect(made?.text).toHaveLength(2_999);
    expect(made?.text.isWellFormed()).toBe(true);
  });

  test('a picture that is turned down is the trouble', async () => {
    const { call, model } = callFor('upscale');
    runware.fail(
      { kind: 'error', code: 'invalidInputImage', parameter: 'inputs.image' },
      { when: () => true },
    );
    await expect(model.generate(call)).rejects.toMatchObject({ code: 'references-refused', payment: 'no' });
  });
});
