import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/core/sandbox/start-sandbox.ts';
import { startSandbox } from '../../../src/core/sandbox/start-sandbox.ts';
import { download, paintTask, post } from './sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ delaysMs: { text: 0, references: 0 } });
});
afterAll(() => sandbox.stop());

const root = () => sandbox.url.replace('/image/generate', '');

function jpegReference(width = 300, height = 200): Promise<string> {
  return sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .jpeg()
    .toBuffer()
    .then((bytes) => `data:image/jpeg;base64,${bytes.toString('base64')}`);
}

describe('the good path', () => {
  test('answers the request of the notes in the form of the notes', async () => {
    const task = paintTask({ numberResults: 2 });
    const { status, body } = await post(sandbox, [task]);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['data']);
    expect(body.data).toHaveLength(2);
    for (const item of body.data ?? []) {
      expect(item).toEqual({
        taskType: 'imageInference',
        imageUUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
        taskUUID: task.taskUUID,
        cost: 0.039,
        seed: expect.any(Number),
        imageURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/pictures\/[0-9a-f-]{36}\.jpg$/),
      });
      const { bytes, mediaType } = await download(item.imageURL);
      expect(mediaType).toBe('image/jpeg');
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 1024 });
    }
    const seeds = (body.data ?? []).map((item) => item.seed);
    expect(seeds[1]).toBe(Number(seeds[0]) + 1);
  });

  test.each([
    ['JPEG', 'jpeg'],
    ['PNG', 'png'],
    ['WEBP', 'webp'],
  ])(
    'draws %s, also at the documented address and in the documented spelling',
    async (outputFormat, format) => {
      const task = paintTask({
        outputFormat,
        outputType: 'dataURI',
        width: 1344,
        height: 768,
        includeCost: false,
      });
      const { body } = await post(sandbox, [task], { url: root() });
      const [item = {}] = body.data ?? [];
      expect(item).not.toHaveProperty('cost');
      const [head, base64 = ''] = String(item.imageDataURI).split(',');
      expect(head).toBe(`data:image/${format};base64`);
      const picture = sharp(Buffer.from(base64, 'base64'));
      expect(await picture.metadata()).toMatchObject({ format, width: 1344, height: 768 });
      const { entropy } = await picture.stats();
      expect(entropy).toBeGreaterThan(3);
    },
  );

  test('repeats a picture for the same words, seed and size, and varies it for any other', async () => {
    const draw = async (changes: Record<string, unknown>) => {
      const size = { model: 'bfl:5@1', width: 1024, height: 1024, seed: 7, outputType: 'base64Data' };
      const { body } = await post(sandbox, [paintTask({ ...size, ...changes })]);
      return String(body.data?.[0]?.imageBase64Data);
    };
    const first = await draw({});
    expect(await draw({})).toBe(first);
    const others = [
      await draw({ seed: 8 }),
      await draw({ positivePrompt: 'a cat' }),
      await draw({ width: 1344, height: 768 }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
  });

  test('makes a picture from references in the shape of the first one', async () => {
    const referenceImages = [await jpegReference(), await jpegReference(90, 90)];
    const { status, body } = await post(sandbox, [paintTask({ referenceImages })]);
    expect(status).toBe(200);
    const { bytes } = await download(body.data?.[0]?.imageURL);
    const { width, height } = await sharp(bytes).metadata();
    expect(width / height).toBeCloseTo(1.5, 1);
    // What was red all over is still mostly red in the middle.
    const middle = await sharp(bytes)
      .extract({ left: width / 2 - 50, top: height / 2 - 50, width: 100, height: 100 })
      .toBuffer();
    const { dominant } = await sharp(middle).stats();
    expect(dominant.r).toBeGreaterThan(dominant.g + 40);
  });

  test('answers many tasks at once, each with its own', async () => {
    const tasks = Array.from({ length: 6 }, (_, index) => paintTask({ positivePrompt: `hills ${index}` }));
    const answers = await Promise.all(tasks.map((task) => post(sandbox, [task])));
    expect(answers.map(({ body }) => body.data?.[0]?.taskUUID)).toEqual(tasks.map((task) => task.taskUUID));
    const pictures = await Promise.all(answers.map(({ body }) => download(body.data?.[0]?.imageURL)));
    expect(new Set(pictures.map(({ bytes }) => bytes.toString('base64'))).size).toBe(6);
  });

  test('keeps account of what would have been spent', async () => {
    const balance = async () => {
      const question = { taskType: 'accountManagement', operation: 'getDetails', taskUUID: randomUUID() };
      const { body } = await post(sandbox, [question], { url: root() });
      return Number(body.data?.[0]?.balance);
    };
    const before = await balance();
    await post(sandbox, [paintTask({ numberResults: 2 })]);
    expect(before - (await balance())).toBeCloseTo(0.078, 6);
  });
});

describe('what became of a task', () => {
  test('a UUID is taken once; the first answer can be asked for', async () => {
    const task = paintTask();
    const first = await post(sandbox, [task]);
    const again = await post(sandbox, [task]);
    expect(again.status).toBe(400);
    expect(again.body).toEqual({
      data: [],
      errors: [
        expect.objectContaining({ code: 'conflictTaskUUID', parameter: 'taskUUID', taskUUID: task.taskUUID }),
      ],
    });
    const [painted] = first.body.data ?? [];
    const poll = await post(sandbox, [{ taskType: 'getResponse', taskUUID: task.taskUUID }], { url: root() });
    expect(poll.body.data).toEqual([{ ...painted, status: 'success' }]);
    const details = await post(sandbox, [{ taskType: 'getTaskDetails', taskUUID: task.taskUUID }], {
      url: root(),
    });
    expect(details.body.data).toEqual([
      { taskType: 'getTaskDetails', taskUUID: task.taskUUID, request: [task], response: { data: [painted] } },
    ]);
  });

  test('of two sends of one UUID at the same moment exactly one paints', async () => {
    const task = paintTask();
    const answers = await Promise.all([post(sandbox, [task]), post(sandbox, [task])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('nothing is known of a UUID that was never accepted', async () => {
    const taskUUID = randomUUID();
    const poll = await post(sandbox, [{ taskType: 'getResponse', taskUUID }]);
    expect(poll).toEqual({ status: 200, body: { data: [] } });
    const details = await post(sandbox, [{ taskType: 'getTaskDetails', taskUUID }]);
    expect(details.body.errors).toEqual([expect.objectContaining({ code: 'taskNotFound', taskUUID })]);
  });

  test('a task that is refused does not use its UUID up', async () => {
    const task = paintTask();
    expect((await post(sandbox, [{ ...task, numberResults: 0 }])).status).toBe(400);
    expect((await post(sandbox, [task])).status).toBe(200);
  });
});

describe('a task is refused', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['invalidTaskUUID', 'taskUUID', { taskUUID: 'one' }],
    ['invalidTaskType', 'taskType', { taskType: 'paint' }],
    ['invalidModel', 'model', { model: 'acme:1@1' }],
    ['invalidPositivePrompt', 'positivePrompt', { positivePrompt: 'x' }],
    ['invalidPositivePrompt', 'positivePrompt', { positivePrompt: 'x'.repeat(3001) }],
    ['invalidNumberResults', 'numberResults', { numberResults: 21 }],
    ['invalidOutputFormat', 'outputFormat', { outputFormat: 'GIF' }],
    ['invalidOutputType', 'outputType', { outputType: ['URL', 'dataURI'] }],
    ['invalidIncludeCost', 'includeCost', { includeCost: 'yes' }],
    ['invalidWidth', 'width', { width: 1000, height: 1000 }],
    ['invalidWidth', 'width', { model: 'bfl:5@1' }],
    ['unsupportedParameter', 'seed', { seed: 7 }],
    ['invalidSeed', 'seed', { model: 'bfl:5@1', width: 1024, height: 1024, seed: 0 }],
    ['unsupportedParameter', 'steps', { steps: 20 }],
    ['invalidReferenceImages', 'referenceImages', { referenceImages: [] }],
    ['invalidReferenceImages', 'referenceImages', { referenceImages: ['https://example.com/cat.png'] }],
    ['invalidReferenceImages', 'referenceImages', { referenceImages: ['data:image/png;base64,AAAA'] }],
  ])('with %s for %s', async (code, parameter, changes) => {
    const task = paintTask(changes);
    const { status, body } = await post(sandbox, [task]);
    expect(status).toBe(400);
    expect(body).toEqual({
      data: [],
      errors: [
        expect.objectContaining({ code, parameter, message: expect.any(String), taskUUID: task.taskUUID }),
      ],
    });
  });

  test('when a size stands beside references that the model follows', async () => {
    const task = paintTask({ referenceImages: [await jpegReference()], width: 1024, height: 1024 });
    const { body } = await post(sandbox, [task]);
    expect(body.errors).toEqual([
      expect.objectContaining({ code: 'unsupportedParameter', parameter: 'width' }),
    ]);
  });

  test('while another task of the same request is painted', async () => {
    const { status, body } = await post(sandbox, [paintTask(), paintTask({ numberResults: -1 })]);
    expect(status).toBe(200);
    expect(body.data).toHaveLength(1);
    expect(body.errors).toHaveLength(1);
  });

  test('without the key', async () => {
    const { status, body } = await post(sandbox, [paintTask()], { apiKey: `${sandbox.apiKey}x` });
    expect(status).toBe(401);
    expect(body.errors).toEqual([expect.objectContaining({ code: 'invalidApiKey', parameter: 'apiKey' })]);
  });

  test.each(['', '{', '{}', '[]', '[1]', 'null'])('when the body is %j', async (body) => {
    const answer = await post(sandbox, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ code: 'invalidRequest' })]);
  });

  test('when there is nothing to be had that way', async () => {
    expect((await post(sandbox, [], { url: `${root()}/other` })).status).toBe(404);
    expect((await fetch(sandbox.url)).status).toBe(405);
    expect((await fetch(new URL(`/pictures/${randomUUID()}.jpg`, sandbox.url))).status).toBe(404);
  });
});

test('a stopped sandbox cuts off what is under way and can be stopped again', async () => {
  const other = await startSandbox({ delaysMs: { text: 60_000, references: 60_000 } });
  const underWay = post(other, [paintTask()]).then(
    () => 'answered',
    () => 'cut off',
  );
  const question = { taskType: 'ping', taskUUID: randomUUID() };
  expect((await post(other, [question])).status).toBe(200);
  await Promise.all([other.stop(), other.stop()]);
  expect(await underWay).toBe('cut off');
  await other.stop();
});
