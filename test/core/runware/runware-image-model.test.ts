import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationFailure } from '../../../src/core/failure.ts';
import type { ImageCall } from '../../../src/core/image-model.ts';
import { type FakeRunware, startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { htmlPage } from '../../fakes/runware/faults.ts';
import { pictureFor } from '../../fakes/runware/sample-pictures.ts';
import { imageCall, modelOf } from './image-call.ts';

let runware: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

async function failureOf(painting: Promise<unknown>): Promise<GenerationFailure> {
  return painting.then(
    () => expect.fail('the painting was expected to fail'),
    (error: unknown) => error as GenerationFailure,
  );
}

describe('the request', () => {
  it('is the task of the API notes, field for field and in their order, for text alone', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time, { count: 2 });
    await model.generate(call);
    const [request] = runware.requests;
    expect(request?.path).toBe('/v1/image/generate');
    expect(request?.headers.authorization).toBe(`Bearer ${runware.apiKey}`);
    expect(request?.body).toBe(
      `[{"taskType":"imageInference","numberResults":2,"outputFormat":"JPEG","includeCost":true,"outputType":["URL"],` +
        `"model":"google:4@1","positivePrompt":"a small red boat","taskUUID":"${call.id}"}]`,
    );
    expect(runware.violations).toEqual([]);
  });

  it('carries references as data URIs where the notes have them', async () => {
    const { model, time } = modelOf(runware);
    const png = await pictureFor('00000000-0000-4000-8000-000000000000', 0, 'png');
    const webp = await pictureFor('00000000-0000-4000-8000-000000000000', 1, 'webp');
    const references = [
      { mediaType: 'image/png', read: async () => png },
      { mediaType: 'image/webp', read: async () => webp },
    ];
    await model.generate(imageCall(time, { references }));
    const [task] = runware.tasks;
    expect(Object.keys(task ?? {})).toEqual([
      'taskUUID',
      'taskType',
      'numberResults',
      'outputFormat',
      'includeCost',
      'outputType',
      'referenceImages',
      'model',
      'positivePrompt',
    ]);
    expect(task?.referenceImages).toEqual([
      `data:image/png;base64,${png.toString('base64')}`,
      `data:image/webp;base64,${webp.toString('base64')}`,
    ]);
    expect(runware.violations).toEqual([]);
  });

  it('carries size, seed and WEBP only when they are asked for', async () => {
    const { model, time } = modelOf(runware);
    const size = { width: 1024, height: 768 };
    await model.generate(imageCall(time, { model: 'bfl:5@1', size, seed: 7, format: 'webp' }));
    expect(runware.tasks[0]).toMatchObject({ ...size, seed: 7, outputFormat: 'WEBP' });
    expect(runware.violations).toEqual([]);
  });

  it('is not sent when its body would be larger than 16 MB', async () => {
    const { model, time } = modelOf(runware);
    const references = [{ mediaType: 'image/png', read: async () => new Uint8Array(13_000_000) }];
    const call = imageCall(time, { references });
    expect(await failureOf(model.generate(call))).toMatchObject({
      code: 'references-refused',
      payment: 'no',
    });
    expect([runware.requests, call.sends]).toEqual([[], []]);
  });

  it.each<[string, Partial<ImageCall>]>([
    ['an id that is no UUID v4', { id: 'generation-1' }],
    ['no pictures', { count: 0 }],
    ['an empty prompt', { prompt: '' }],
    ['half a seed', { seed: 0.5 }],
  ])('with %s is a bug that names the field and not its value', async (_, change) => {
    const { model, time } = modelOf(runware);
    const error = await failureOf(model.generate(imageCall(time, change)));
    expect(error.name).toBe('Error');
    expect(error.message).toMatch(/^the image call cannot be put on the wire: \w+ \(\w+\)$/);
    expect(runware.requests).toEqual([]);
  });

  it('is sent only after the moment was recorded', async () => {
    const { model, time } = modelOf(runware);
    const seen: number[] = [];
    const beforeSend = async () => void seen.push(runware.requests.length);
    await model.generate(imageCall(time, { beforeSend }));
    expect(seen).toEqual([0]);
  });

  it('is not sent when the moment could not be recorded', async () => {
    const { model, time } = modelOf(runware);
    const beforeSend = () => Promise.reject(new Error('disk full'));
    await expect(model.generate(imageCall(time, { beforeSend }))).rejects.toThrow('disk full');
    expect(runware.requests).toEqual([]);
  });

  it('is not sent again when it was cancelled after an unpaid refusal', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded' });
    let sends = 0;
    const beforeSend = async () => {
      sends += 1;
      if (sends > 1) throw new Error('cancelled meanwhile');
    };
    await expect(model.generate(imageCall(time, { beforeSend }))).rejects.toThrow('cancelled meanwhile');
    expect(runware.requests).toHaveLength(1);
    expect(runware.ledger.entries).toEqual([]);
  });

  it('is not sent when the deadline has passed', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time, { deadlineAtMs: time.now() });
    expect(await failureOf(model.generate(call))).toMatchObject({ code: 'provider-timeout', payment: 'no' });
    expect(runware.requests).toEqual([]);
  });
});

describe('the result', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is the checked bytes of every %s with seed and cost',
    async (format) => {
      const { model, time } = modelOf(runware);
      const call = imageCall(time, { count: 3, format });
      const { pictures, failures, costMicros } = await model.generate(call);
      expect(failures).toEqual([]);
      expect(costMicros).toBe(117_000);
      expect(pictures).toHaveLength(3);
      for (const [index, picture] of pictures.entries()) {
        expect(Buffer.from(picture.bytes).equals(await pictureFor(call.id, index, format))).toBe(true);
        expect(picture).toMatchObject({
          mediaType: `image/${format}`,
          width: 64,
          height: 64,
          costMicros: 39_000,
        });
        expect(picture.seed).toBeTypeOf('number');
        expect(picture.vendorId).toMatch(/^[0-9a-f-]{36}$/);
      }
      expect(runware.violations).toEqual([]);
    },
  );

  it('keeps the pictures that were made beside the reason for the missing ones', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'partial', made: 2, code: 'invalidProviderContent' });
    const { pictures, failures, costMicros } = await model.generate(imageCall(time, { count: 3 }));
    expect(pictures).toHaveLength(2);
    expect(failures).toMatchObject([{ code: 'content-refused', vendorCode: 'invalidProviderContent' }]);
    expect(costMicros).toBe(78_000);
  });

  it('takes an item without its image for a refusal of the content, charged as its cost says', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'moderated', indexes: [0, 2] });
    const { pictures, failures, costMicros } = await model.generate(imageCall(time, { count: 3 }));
    expect(pictures).toHaveLength(1);
    expect(failures).toMatchObject([
      { code: 'content-refused', payment: 'yes', mayRetryHelp: false },
      { code: 'content-refused', payment: 'yes' },
    ]);
    expect(costMicros).toBe(117_000);
  });

  it('fails as refused when every item lacks its image', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'moderated', indexes: [0] });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'content-refused', payment: 'yes' });
  });

  it('is matched by the id of its task', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    const other = {
      taskUUID: '11111111-1111-4111-8111-111111111111',
      imageURL: `${runware.origin}/image/ws/2/ii/other.jpg`,
      cost: 5,
    };
    const picture = await pictureFor(call.id, 0);
    const own = {
      taskUUID: call.id.toUpperCase(),
      imageBase64Data: picture.toString('base64'),
      surprise: true,
    };
    const errors = [{ code: 'insufficientCredits', taskUUID: other.taskUUID }];
    const body = JSON.stringify({ data: [other, own], errors });
    runware.fail({ kind: 'body', status: 200, body, paints: true });
    const { pictures, failures, costMicros } = await model.generate(call);
    expect([pictures.length, failures.length, costMicros]).toEqual([1, 0, undefined]);
    expect(Buffer.from(pictures[0]?.bytes ?? []).equals(picture)).toBe(true);
  });

  it.each(['array', 'object'])('may be one item in an %s, as a data URI', async (form) => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    const picture = await pictureFor(call.id, 0, 'png');
    const item = { taskUUID: call.id, imageDataURI: `data:image/png;base64,${picture.toString('base64')}` };
    const body = JSON.stringify({ data: form === 'array' ? [item] : item });
    runware.fail({ kind: 'body', status: 200, body, paints: true });
    const { pictures } = await model.generate(call);
    expect(pictures).toMatchObject([{ mediaType: 'image/png', width: 64 }]);
  });
});

describe('what is known to be unpaid', () => {
  it('is sent again under the same id, waiting as long as it was told to', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded', retryAfter: '7' });
    runware.fail({ kind: 'body', status: 429, body: '', retryAfter: '3600', paints: false });
    runware.fail({ kind: 'error', status: 200, code: 'providerRateLimitExceeded' });
    const call = imageCall(time);
    const { pictures } = await model.generate(call);
    expect(pictures).toHaveLength(1);
    expect(time.waitsMs).toEqual([7000, 30_000, 2000]);
    expect(runware.tasks.map(({ taskUUID }) => taskUUID)).toEqual(Array(4).fill(call.id));
    expect(call.sends).toHaveLength(4);
    expect(runware.ledger.paidTwice).toEqual([]);
  });

  it('understands a date in Retry-After', async () => {
    const { model, time } = modelOf(runware);
    const retryAfter = new Date(time.now() + 12_000).toUTCString();
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded', retryAfter });
    await model.generate(imageCall(time));
    expect(time.waitsMs).toEqual([12_000]);
  });

  it('ends as busy when the service stays busy', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded' }, { times: 9 });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-busy', payment: 'no', mayRetryHelp: true });
    expect(runware.requests).toHaveLength(4);
  });

  it('does not wait beyond the deadline', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded', retryAfter: '20' });
    const call = imageCall(time, { deadlineAtMs: time.now() + 15_000 });
    expect(await failureOf(model.generate(call))).toMatchObject({
      code: 'provider-busy',
      retryAfterMs: 20_000,
    });
    expect(time.waitsMs).toEqual([]);
  });

  it('includes a refused connection', async () => {
    const gone = await startFakeRunware();
    const { url, apiKey } = gone;
    await gone.close();
    const { model, time } = modelOf({ url, apiKey });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-unreachable', payment: 'no', mayRetryHelp: true });
    expect(time.waitsMs).toHaveLength(3);
  });

  it('does not include what was refused for good', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 402, code: 'insufficientCredits' }, { times: 2 });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-out-of-funds', payment: 'no' });
    expect(runware.requests).toHaveLength(1);
  });

  it('asks the archive once when the id is taken after a definite failure, then ends as failed', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'providerRateLimitExceeded', remembers: true });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-busy', payment: 'no' });
    expect(runware.tasks.map(({ taskType }) => taskType)).toEqual([
      'imageInference',
      'imageInference',
      'getTaskDetails',
    ]);
  });
});

describe('secrecy', () => {
  it('keeps key and prompt out of every failure', async () => {
    const { model, time } = modelOf(runware);
    const prompt = 'a very secret prompt';
    const details = { responseContent: prompt, allowedValues: [prompt] };
    runware.fail({ kind: 'error', code: `invalid ${prompt}`, message: prompt, parameter: prompt, details });
    const failure = await failureOf(model.generate(imageCall(time, { prompt })));
    const shown = `${failure.message} ${JSON.stringify(failure)} ${failure.stack} ${String(failure.cause)}`;
    expect(failure.code).toBe('request-refused');
    expect(shown).not.toContain(prompt);
    expect(shown).not.toContain(runware.apiKey);
  });

  it('names a key that cannot be sent without showing it', () => {
    expect(() => modelOf({ url: runware.url, apiKey: 'se\ncret' })).toThrow(
      /^the API key contains characters that a header cannot carry$/,
    );
  });

  it('does not follow a redirect with the key', async () => {
    const { model, time } = modelOf(runware);
    const elsewhere = await startFakeRunware({ apiKey: runware.apiKey });
    runware.fail({ kind: 'body', status: 307, body: '', location: elsewhere.url, paints: false });
    const failure = await failureOf(model.generate(imageCall(time)));
    await elsewhere.close();
    expect(failure).toMatchObject({ code: 'provider-unreachable', payment: 'no' });
    expect([runware.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });
});

describe('an abort', () => {
  it('ends a running call with its reason, and the task can be found again afterwards', async () => {
    const { model, time } = modelOf(runware);
    const hold = runware.hold();
    const controller = new AbortController();
    const call = imageCall(time, { signal: controller.signal });
    const painting = model.generate(call);
    await hold.arrived;
    const reason = new Error('stopping');
    controller.abort(reason);
    await expect(painting).rejects.toBe(reason);
    hold.release();
    const again = imageCall(time, { id: call.id, firstSentAtMs: time.now() });
    expect((await model.generate(again)).pictures).toHaveLength(1);
    expect(runware.ledger.of(call.id)?.painted).toBe(1);
  });

  it('ends a wait', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded' }, { times: 9 });
    const controller = new AbortController();
    const reason = new Error('stopping');
    time.onWait = () => controller.abort(reason);
    await expect(model.generate(imageCall(time, { signal: controller.signal }))).rejects.toBe(reason);
    expect(runware.requests).toHaveLength(1);
  });

  it('before the call sends nothing', async () => {
    const { model, time } = modelOf(runware);
    const reason = new Error('stopped');
    const call = imageCall(time, { signal: AbortSignal.abort(reason) });
    await expect(model.generate(call)).rejects.toBe(reason);
    expect([runware.requests.length, call.sends.length]).toEqual([0, 0]);
  });
});

describe('the breaker', () => {
  it('leaves a failing service alone without marking calls as sent', async () => {
    const { model, time } = modelOf(runware, { limits: { breakerThreshold: 3 } });
    runware.fail(htmlPage(503, false), { times: 99 });
    const deadlineAtMs = time.now() + 3000;
    const first = await failureOf(model.generate(imageCall(time, { deadlineAtMs })));
    expect(first).toMatchObject({ code: 'outcome-unknown', payment: 'unknown' });
    const sentBefore = runware.requests.length;
    const call = imageCall(time);
    const failure = await failureOf(model.generate(call));
    expect(failure).toMatchObject({ code: 'provider-unreachable', payment: 'no', mayRetryHelp: true });
    expect([runware.requests.length, call.sends.length]).toEqual([sentBefore, 0]);
  });
});

describe('a call that waits for the breaker', () => {
  it('is not sent when its deadline passes meanwhile', async () => {
    const { model, time } = modelOf(runware, { limits: { breakerThreshold: 1, breakerHalfOpenAfterMs: 0 } });
    runware.fail(htmlPage(503, false));
    const hold = runware.hold();
    const trial = model.generate(imageCall(time));
    await hold.arrived;
    const call = imageCall(time);
    const waiting = failureOf(model.generate(call));
    // Nothing but the breaker stands between the call and its send, so one turn brings it there.
    await setImmediate();
    time.nowMs = call.deadlineAtMs;
    hold.release();
    expect((await trial).pictures).toHaveLength(1);
    expect(await waiting).toMatchObject({ code: 'provider-unreachable', payment: 'no' });
    expect(call.sends).toEqual([]);
    expect(runware.ledger.entries).toHaveLength(1);
  });
});

describe('the account', () => {
  it.each<[string, FakeRunware['balance'], number]>([
    ['a number', 2450.75, 2450.75],
    ['an amount with free credit', { amount: 3, freeBalance: 2, currency: 'USD' }, 5],
  ])('tells its balance as %s', async (_, balance, expected) => {
    const { model } = modelOf(runware);
    runware.balance = balance;
    const { balanceDollars } = await model.checkAccount(new AbortController().signal);
    expect(balanceDollars).toBe(expected);
    expect(runware.requests[0]?.path).toBe('/v1');
    expect(runware.violations).toEqual([]);
  });

  it('cannot pay with nothing left', async () => {
    const { model } = modelOf(runware);
    runware.balance = 0;
    const failure = await failureOf(model.checkAccount(new AbortController().signal));
    expect(failure.code).toBe('provider-out-of-funds');
  });

  it('is not there with a wrong key', async () => {
    const { model } = modelOf({ url: runware.url, apiKey: 'wrong' });
    const failure = await failureOf(model.checkAccount(new AbortController().signal));
    expect(failure).toMatchObject({ code: 'provider-key-rejected', vendorCode: 'invalidApiKey' });
  });

  it('cannot be asked while the service is down', async () => {
    const { model } = modelOf(runware);
    runware.fail(htmlPage(502, false), { when: ({ taskType }) => taskType === 'accountManagement' });
    const failure = await failureOf(model.checkAccount(new AbortController().signal));
    expect(failure).toMatchObject({ code: 'provider-unreachable', payment: 'no' });
  });
});
