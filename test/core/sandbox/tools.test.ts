import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/core/sandbox/start-sandbox.ts';
import { startSandbox } from '../../../src/core/sandbox/start-sandbox.ts';
import { download, post } from './sandbox-client.ts';

let sandbox: Sandbox;
let image: string;

beforeAll(async () => {
  sandbox = await startSandbox({ delaysMs: { text: 0, references: 0 } });
  const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#c33' } })
    .jpeg()
    .toBuffer();
  image = `data:image/jpeg;base64,${bytes.toString('base64')}`;
});
afterAll(() => sandbox.stop());

const models: Readonly<Record<string, string>> = {
  upscale: 'runware:504@1',
  removeBackground: 'runware:112@5',
  caption: 'runware:152@2',
  promptEnhance: 'runware:llama-3-1-8b@prompt-enhancer',
};

async function send(taskType: string, changes: Record<string, unknown>) {
  const task = { taskType, taskUUID: randomUUID(), model: models[taskType], includeCost: true, ...changes };
  const { body, status } = await post(sandbox, [task], { url: sandbox.url.replace('/image/generate', '') });
  return { taskUUID: task.taskUUID, status, body, item: body.data?.[0] };
}

const toPicture = { outputType: 'URL', outputFormat: 'JPG' };

describe('everything but painting', () => {
  test('makes a picture twice as large, for nothing', async () => {
    const { item, taskUUID } = await send('upscale', { ...toPicture, inputs: { image }, upscaleFactor: 2 });
    expect(item).toEqual({
      taskType: 'upscale',
      taskUUID,
      imageUUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      imageURL: expect.stringMatching(/\.jpg$/),
      cost: 0,
    });
    const { bytes } = await download(item?.imageURL);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 400 });
  });

  test('cuts out what is in the middle and leaves the rest transparent', async () => {
    const { item } = await send('removeBackground', { ...toPicture, outputFormat: 'PNG', inputs: { image } });
    const { bytes } = await download(item?.imageURL);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 300, height: 200, channels: 4 });
    const alphaAt = (x: number, y: number) => data[(y * info.width + x) * info.channels + 3];
    expect([alphaAt(0, 0), alphaAt(150, 100)]).toEqual([0, 255]);
  });

  test('says what a picture looks like', async () => {
    const { item } = await send('caption', { inputs: { image } });
    expect(item?.text).toContain('wide picture');
    expect(item?.text).toContain('red');
  });

  test('makes more of a prompt, and the same of the same', async () => {
    const words = { prompt: 'a boat', promptMaxLength: 200, promptVersions: 1 };
    const [one, other] = [await send('promptEnhance', words), await send('promptEnhance', words)];
    expect(one.item?.text).toMatch(/^a boat, \w/);
    expect(other.item?.text).toBe(one.item?.text);
  });

  test('can be asked for again under its id', async () => {
    const { item, taskUUID } = await send('caption', { inputs: { image } });
    const { body } = await post(sandbox, [{ taskType: 'getResponse', taskUUID }]);
    expect(body.data).toEqual([{ ...item, status: 'success' }]);
    const again = await send('caption', { inputs: { image }, taskUUID });
    expect(again.body.errors?.[0]?.code).toBe('conflictTaskUUID');
  });

  test.each([
    ['upscale', { upscaleFactor: 3 }, 'invalidUpscaleFactor'],
    ['upscale', { upscaleFactor: 2, inputs: { image: 'https://x/a.jpg' } }, 'invalidInputImage'],
    ['upscale', { upscaleFactor: 2, inputs: { image: 'data:image/png;base64,AAAA' } }, 'invalidInputImage'],
    ['removeBackground', { model: 'google:4@1' }, 'invalidModel'],
    ['caption', { seed: 1 }, 'unsupportedParameter'],
    ['promptEnhance', { inputs: undefined, prompt: '' }, 'invalidPrompt'],
  ])('refuses %s with %j', async (taskType, changes, code) => {
    const { body, status } = await send(taskType, { inputs: { image }, ...changes });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.code).toBe(code);
  });
});
