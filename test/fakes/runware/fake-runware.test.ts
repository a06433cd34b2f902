import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeRunware, startFakeRunware } from './fake-runware.ts';
import { htmlPage } from './faults.ts';
import { pictureFor, whosePicture } from './sample-pictures.ts';

let runware: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

type Answered = {
  status: number;
  body: { data?: Record<string, unknown>[]; errors?: Record<string, unknown>[] };
};

async function post(task: object, { path = '/v1/image/generate' } = {}): Promise<Answered> {
  const response = await fetch(`${runware.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${runware.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify([task]),
  });
  return { status: response.status, body: (await response.json()) as Answered['body'] };
}

/** The text-to-image task of the API notes, under a fresh id. */
function notesTask(): { taskUUID: string; [parameter: string]: unknown } {
  return {
    taskType: 'imageInference',
    numberResults: 2,
    outputFormat: 'JPEG',
    includeCost: true,
    outputType: ['URL'],
    model: 'google:4@1',
    positivePrompt: 'Beautiful sunset over mountains, photorealistic',
    taskUUID: randomUUID(),
  };
}

describe('painting', () => {
  it('answers the task of the notes with real pictures and charges for it once', async () => {
    const task = notesTask();
    const { status, body } = await post(task);
    expect(status).toBe(200);
    expect(body.data).toHaveLength(2);
    const url = String(body.data?.[1]?.imageURL);
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(bytes.equals(await pictureFor(task.taskUUID, 1))).toBe(true);
    expect(runware.ledger.of(task.taskUUID)).toMatchObject({ painted: 1, pictures: 2, dollars: 0.078 });
    expect(runware.violations).toEqual([]);
  });

  it.each(['jpeg', 'png', 'webp'] as const)(
    'tells whose picture it is after a trip through %s',
    async (format) => {
      const tasks = [notesTask(), notesTask(), notesTask()];
      for (const task of tasks) await post(task);
      const original = await pictureFor(tasks[1]?.taskUUID ?? '', 1, 'webp');
      const shown = await sharp(original).resize(300).toFormat(format, { quality: 80 }).toBuffer();
      expect(await runware.whosePicture(shown)).toEqual({ taskUUID: tasks[1]?.taskUUID, index: 1 });
    },
  );

  it('tells pictures apart that are much alike', async () => {
    const alike = [2337, 6203].map((number) => ({
      taskUUID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      index: 0,
    }));
    for (const one of alike) {
      expect(await whosePicture(await pictureFor(one.taskUUID, one.index), alike)).toEqual(one);
    }
  });

  it('refuses an id that was used before and charges nothing for it', async () => {
    const task = notesTask();
    await post(task);
    const { status, body } = await post(task);
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({ code: 'conflictTaskUUID', taskUUID: task.taskUUID });
    expect(runware.ledger.paidTwice).toEqual([]);
  });

  it('paints and charges again once the id is forgotten', async () => {
    const task = notesTask();
    await post(task);
    runware.forget(task.taskUUID);
    await post(task);
    expect(runware.ledger.paidTwice).toHaveLength(1);
  });

  it('holds a task, tells that it is being processed, and counts it as running', async () => {
    const hold = runware.hold();
    const task = { ...notesTask(), positivePrompt: 'a boat, person:ann' };
    const answered = post(task);
    await hold.arrived;
    expect(runware.running.now).toBe(1);
    const poll = await post({ taskType: 'getResponse', taskUUID: task.taskUUID }, { path: '/v1' });
    expect(poll.body.data).toMatchObject([{ status: 'processing' }]);
    hold.release();
    expect((await answered).status).toBe(200);
    expect(runware.running.now).toBe(0);
    expect(runware.running.maxPerPerson.get('ann')).toBe(1);
  });
});

describe('strictness', () => {
  const png = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA';
  it.each<[string, object, string]>([
    ['an unknown parameter', { steps: 20 }, 'unsupportedParameter'],
    ['a seed for a model that takes none', { seed: 7 }, 'unsupportedParameter'],
    ['an id that is no UUID v4', { taskUUID: '550e8400-e29b-11d4-a716-446655440000' }, 'invalidTaskUUID'],
    ['an empty list of references', { referenceImages: [] }, 'invalidReferenceImages'],
    [
      'a reference that is no picture',
      { referenceImages: ['data:image/png;base64,AAAA'] },
      'invalidReferenceImages',
    ],
    [
      'a size beside references',
      { width: 1024, height: 1024, referenceImages: [png] },
      'unsupportedParameter',
    ],
    ['a size that the model does not paint', { width: 1000, height: 1000 }, 'invalidWidth'],
    ['a width alone', { width: 1024 }, 'missingHeight'],
    ['too many pictures', { numberResults: 5 }, 'invalidNumberResults'],
    ['a prompt of one character', { positivePrompt: 'x' }, 'invalidPositivePrompt'],
    ['a task without a model', { model: undefined }, 'missingModel'],
  ])('refuses %s', async (_, change, code) => {
    const { status, body } = await post({ ...notesTask(), ...change });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.code).toBe(code);
    expect(runware.violations).toHaveLength(1);
    expect(runware.ledger.entries).toEqual([]);
  });

  it('takes references as data URIs of real pictures', async () => {
    expect((await post({ ...notesTask(), referenceImages: [png] })).status).toBe(200);
  });

  it('refuses a wrong key', async () => {
    const response = await fetch(runware.url, {
      method: 'POST',
      headers: { authorization: 'Bearer wrong', 'content-type': 'application/json' },
      body: JSON.stringify([notesTask()]),
    });
    expect(response.status).toBe(401);
  });

  it('serves polls only at the documented root', async () => {
    const response = await fetch(runware.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${runware.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ taskType: 'getResponse', taskUUID: randomUUID() }]),
    });
    expect(response.status).toBe(404);
    expect(runware.violations).toHaveLength(1);
  });
});

describe('dialects', () => {
  it.each<[string, FakeRunware['dialect'], string]>([
    ['an array of output types', { refusesOutputType: 'array' }, 'outputType'],
    ['JPEG', { refusesOutputFormat: 'JPEG' }, 'outputFormat'],
  ])('can refuse %s without calling it a violation', async (_, dialect, parameter) => {
    runware.dialect = dialect;
    const { status, body } = await post(notesTask());
    expect(status).toBe(400);
    expect(body.errors?.[0]?.parameter).toBe(parameter);
    const documented = { ...notesTask(), outputType: 'URL', outputFormat: 'JPG' };
    expect((await post(documented, { path: '/v1' })).status).toBe(200);
    expect(runware.violations).toEqual([]);
  });
});

describe('faults', () => {
  it('remembers a failed task when told so, for polls and for the archive', async () => {
    const task = notesTask();
    runware.fail({ kind: 'error', code: 'providerError', status: 500, remembers: true });
    expect((await post(task)).status).toBe(500);
    const poll = await post({ taskType: 'getResponse', taskUUID: task.taskUUID }, { path: '/v1' });
    expect(poll.body.errors).toMatchObject([{ code: 'providerError', status: 'error' }]);
    const details = await post({ taskType: 'getTaskDetails', taskUUID: task.taskUUID }, { path: '/v1' });
    expect(details.body.data?.[0]).toMatchObject({ response: { errors: [{ code: 'providerError' }] } });
    expect((await post(task)).body.errors?.[0]?.code).toBe('conflictTaskUUID');
  });

  it('answers part of the pictures together with errors', async () => {
    runware.fail({ kind: 'partial', made: 1, code: 'timeoutProvider' });
    const { status, body } = await post(notesTask());
    expect([status, body.data?.length, body.errors?.length]).toEqual([200, 1, 1]);
  });

  it('loses an answer after the task was painted', async () => {
    const task = notesTask();
    runware.fail({ kind: 'reset', paints: true });
    await expect(post(task)).rejects.toThrow();
    expect(runware.ledger.of(task.taskUUID)?.painted).toBe(1);
    const poll = await post({ taskType: 'getResponse', taskUUID: task.taskUUID }, { path: '/v1' });
    expect(poll.body.data).toHaveLength(2);
  });

  it('uses a fault up', async () => {
    runware.fail(htmlPage(502, false));
    const task = notesTask();
    await expect(post(task)).rejects.toThrow(SyntaxError);
    expect((await post(task)).status).toBe(200);
  });
});
