import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationFailure } from '../../../src/core/failure.ts';
import { type FakeRunware, startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { type Fault, htmlPage } from '../../fakes/runware/faults.ts';
import type { Hold } from '../../fakes/runware/hold.ts';
import { pictureFor } from '../../fakes/runware/sample-pictures.ts';
import { imageCall, modelOf } from './image-call.ts';

let runware: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

const taskTypes = () => runware.tasks.map(({ taskType }) => taskType);
const paintings = () => taskTypes().filter((taskType) => taskType === 'imageInference').length;
const isPoll = ({ taskType }: { taskType: string }) => taskType === 'getResponse';

async function failureOf(painting: Promise<unknown>): Promise<GenerationFailure> {
  return painting.then(
    () => expect.fail('the painting was expected to fail'),
    (error: unknown) => error as GenerationFailure,
  );
}

/** A connection that breaks as soon as the held task has arrived; later calls get through. */
function losingTheAnswerTo(hold: Hold, cause: object = { code: 'UND_ERR_SOCKET' }): typeof fetch {
  let isLost = false;
  return (input, init) => {
    const answer = fetch(input, init);
    if (isLost) return answer;
    isLost = true;
    const broken = hold.arrived.then(() => {
      throw new TypeError('fetch failed', { cause });
    });
    return Promise.race([answer, broken]);
  };
}

const unreadable = { kind: 'body', status: 200, paints: true } as const;
const lostAnswers: readonly (readonly [string, Fault])[] = [
  ['a reset connection', { kind: 'reset', paints: true }],
  ['half an answer', { kind: 'cut-off' }],
  ['a gateway page', htmlPage(502, true)],
  ['an empty 504', { kind: 'body', status: 504, body: '', paints: true }],
  ['an empty 200', { ...unreadable, body: '' }],
  ['truncated JSON', { ...unreadable, body: '{"data":[{"taskType":"imageInf' }],
  ['JSON that is no answer', { ...unreadable, body: '"ok"' }],
  ['an answer about nothing', { ...unreadable, body: '{"data":[]}' }],
  ['an answer that is far too large', { ...unreadable, body: `{"data":["${'x'.repeat(300_000)}"]}` }],
];

describe('a lost answer', () => {
  it.each(lostAnswers)('is asked for after %s, and nothing is paid twice', async (_, fault) => {
    const { model, time } = modelOf(runware, { limits: { maxAnswerBytes: 200_000 } });
    runware.fail(fault);
    const call = imageCall(time, { count: 2 });
    const { pictures, costMicros } = await model.generate(call);
    expect([pictures.length, costMicros]).toEqual([2, 78_000]);
    expect(taskTypes()).toEqual(['imageInference', 'getResponse']);
    expect(runware.ledger.of(call.id)?.painted).toBe(1);
    expect(runware.violations).toEqual([]);
  });

  it.each([
    ['a reset connection', { kind: 'reset', paints: false }],
    ['a gateway page', htmlPage(503, false)],
  ] as const)('is sent again under the same id when nobody knows the task after %s', async (_, fault) => {
    const { model, time } = modelOf(runware);
    runware.fail(fault);
    const call = imageCall(time);
    await model.generate(call);
    expect(taskTypes()).toEqual(['imageInference', 'getResponse', 'getTaskDetails', 'imageInference']);
    expect(runware.ledger.of(call.id)?.painted).toBe(1);
    expect(call.sends).toHaveLength(1);
  });

  it.each(['EHOSTUNREACH', 'ENETUNREACH'])(
    'is asked for, not sent again, when the network goes away while it is read (%s)',
    async (code) => {
      const hold = runware.hold();
      const { model, time } = modelOf(runware, { fetch: losingTheAnswerTo(hold, { code, syscall: 'read' }) });
      time.onWait = () => hold.release();
      const call = imageCall(time);
      expect((await model.generate(call)).pictures).toHaveLength(1);
      expect(paintings()).toBe(1);
    },
  );

  it('is asked for when no answer comes in time', async () => {
    const { model, time } = modelOf(runware, { limits: { attemptTimeoutMs: 300 } });
    runware.fail({ kind: 'hang', paints: true });
    const call = imageCall(time);
    expect((await model.generate(call)).pictures).toHaveLength(1);
    expect(taskTypes()).toContain('getResponse');
    expect(runware.ledger.of(call.id)?.painted).toBe(1);
  });

  it('is found in the archive when polls do not know tasks sent for a direct answer', async () => {
    const { model, time } = modelOf(runware);
    runware.setPolling({ knowTasks: false });
    runware.fail({ kind: 'reset', paints: true });
    await model.generate(imageCall(time));
    expect(taskTypes()).toEqual(['imageInference', 'getResponse', 'getTaskDetails']);
  });

  it('is waited for, in growing steps, while the task is being worked on', async () => {
    const hold = runware.hold();
    const { model, time } = modelOf(runware, { fetch: losingTheAnswerTo(hold) });
    time.onWait = (waits) => {
      if (waits === 8) hold.release();
    };
    const { pictures } = await model.generate(imageCall(time));
    expect(pictures).toHaveLength(1);
    expect(time.waitsMs.slice(0, 8)).toEqual([1000, 1500, 2250, 3375, 5062.5, 7593.75, 10_000, 10_000]);
    expect(paintings()).toBe(1);
  });

  it('takes a conflict for an acceptance and goes on asking', async () => {
    const hold = runware.hold();
    const { model, time } = modelOf(runware, { fetch: losingTheAnswerTo(hold) });
    runware.setPolling({ knowTasks: false });
    time.onWait = (waits) => {
      if (waits === 5) hold.release();
    };
    const call = imageCall(time);
    expect((await model.generate(call)).pictures).toHaveLength(1);
    expect(paintings()).toBe(2);
    expect(runware.ledger.of(call.id)?.painted).toBe(1);
  });

  it('ends as unknown at the deadline, after a last look into the archive', async () => {
    const hold = runware.hold();
    const { model, time } = modelOf(runware, { fetch: losingTheAnswerTo(hold) });
    const failure = await failureOf(model.generate(imageCall(time, { deadlineAtMs: time.now() + 20_000 })));
    expect(failure).toMatchObject({ code: 'outcome-unknown', payment: 'unknown', mayRetryHelp: true });
    expect(taskTypes().at(-1)).toBe('getTaskDetails');
    expect(time.waitsMs.reduce((sum, wait) => sum + wait, 0)).toBe(20_000);
    expect(paintings()).toBe(1);
  });

  it('does not give up because questions go unanswered, nor send again meanwhile', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'reset', paints: true });
    runware.fail(htmlPage(502, false), { when: isPoll, times: 3 });
    runware.fail(
      { kind: 'reset', paints: false },
      { when: ({ taskType }) => taskType === 'getTaskDetails', times: 3 },
    );
    const { pictures } = await model.generate(imageCall(time));
    expect(pictures).toHaveLength(1);
    expect(time.waitsMs).toEqual([1000, 1500, 2250]);
    expect(paintings()).toBe(1);
  });

  it('ends with the failure of the task when that is what it came to', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 503, code: 'serviceUnavailable', remembers: true });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({
      code: 'provider-failed',
      vendorCode: 'serviceUnavailable',
      payment: 'unknown',
    });
    expect(paintings()).toBe(1);
  });

  it('reads failures of polled items as well', async () => {
    const { model, time } = modelOf(runware);
    runware.setPolling({ failuresAsItems: true });
    runware.fail({ kind: 'error', status: 500, code: 'internalServerError', remembers: true });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-failed', vendorCode: 'internalServerError' });
  });

  it('ends soon when the service fails the task again and again without a trace', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 500, code: 'internalServerError' }, { times: 99 });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-failed', payment: 'unknown' });
    expect(paintings()).toBe(3);
  });

  it.each<[string, Fault, GenerationFailure['code']]>([
    ['the account', { kind: 'error', status: 402, code: 'insufficientCredits' }, 'provider-out-of-funds'],
    ['the key', { kind: 'error', status: 401, code: 'invalidApiKey' }, 'provider-key-rejected'],
    ['the model', { kind: 'error', status: 400, code: 'invalidModel' }, 'model-unavailable'],
    ['a value', { kind: 'error', status: 400, code: 'invalidPositivePrompt' }, 'request-refused'],
    ['a gateway in between', htmlPage(403, false), 'model-unavailable'],
    ['a proxy that finds it too large', htmlPage(413, false), 'request-refused'],
  ])('says that payment is unknown when %s is why the second send was refused', async (_, refusal, code) => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'reset', paints: false });
    runware.fail(refusal);
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code, payment: 'unknown' });
    expect(paintings()).toBe(2);
  });

  it('is sent again when polls say that there is no such task', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'reset', paints: false });
    runware.fail({ kind: 'error', status: 404, code: 'taskNotFound' }, { when: isPoll });
    expect((await model.generate(imageCall(time))).pictures).toHaveLength(1);
    expect(time.waitsMs).toEqual([]);
    expect(paintings()).toBe(2);
  });

  it('is not taken for failed because a question was refused', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'reset', paints: true });
    runware.fail({ kind: 'error', status: 401, code: 'invalidApiKey' }, { when: isPoll });
    runware.fail(
      { kind: 'error', status: 400, code: 'invalidTaskUUID' },
      { when: ({ taskType }) => taskType === 'getTaskDetails' },
    );
    expect((await model.generate(imageCall(time))).pictures).toHaveLength(1);
    expect(time.waitsMs).toEqual([1000]);
  });

  it('keeps at the deadline what was finished until then', async () => {
    const hold = runware.hold();
    const { model, time } = modelOf(runware, { fetch: losingTheAnswerTo(hold) });
    const call = imageCall(time, { count: 2, deadlineAtMs: time.now() + 10_000 });
    const picture = (await pictureFor(call.id, 0)).toString('base64');
    const working = { taskUUID: call.id, status: 'processing' };
    const finished = {
      taskUUID: call.id,
      status: 'success',
      imageUUID: 'a',
      imageBase64Data: picture,
      cost: 0.039,
    };
    const body = JSON.stringify({ data: [working, finished] });
    runware.fail({ kind: 'body', status: 200, body, paints: false }, { when: isPoll, times: 99 });
    const { pictures, failures, costMicros } = await model.generate(call);
    expect([pictures.length, costMicros]).toEqual([1, 39_000]);
    expect(failures).toMatchObject([{ code: 'provider-failed', payment: 'unknown' }]);
  });

  it('is never sent again after a timeout of the service, behind which the task may go on', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', status: 504, code: 'providerGatewayTimeout' });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'provider-timeout', payment: 'unknown' });
    expect(paintings()).toBe(1);
  });

  it('waits as long as the service asked for before it is sent again', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'reset', paints: false });
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded', retryAfter: '8' });
    await model.generate(imageCall(time));
    expect(time.waitsMs).toEqual([8000]);
    expect(paintings()).toBe(3);
  });

  it('gives no more pictures than were asked for', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    const picture = (await pictureFor(call.id, 0)).toString('base64');
    const items = ['a', 'b'].map((imageUUID) => ({
      taskUUID: call.id,
      imageUUID,
      imageBase64Data: picture,
      cost: 1,
    }));
    runware.fail({ kind: 'body', status: 200, body: JSON.stringify({ data: items }), paints: true });
    const { pictures, costMicros } = await model.generate(call);
    expect([pictures.length, costMicros]).toEqual([1, 2_000_000]);
  });

  it('takes a bare acknowledgement for an acceptance', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    const body = JSON.stringify({ data: [{ taskType: 'imageInference', taskUUID: call.id }] });
    runware.fail({ kind: 'body', status: 200, body, paints: true });
    expect((await model.generate(call)).pictures).toHaveLength(1);
    expect(taskTypes()).toEqual(['imageInference', 'getResponse']);
  });
});

describe('a call that was sent in an earlier life of the process', () => {
  it('begins by asking', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    await model.generate(call);
    runware.requests = [];
    const again = imageCall(time, { id: call.id, firstSentAtMs: time.now() - 30_000 });
    expect((await model.generate(again)).pictures).toHaveLength(1);
    expect(taskTypes()).toEqual(['getResponse']);
    expect(again.sends).toEqual([]);
  });

  it('is sent when nobody knows it and its first send is less than a minute ago', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time, { firstSentAtMs: time.now() - 59_000 });
    expect((await model.generate(call)).pictures).toHaveLength(1);
    expect(paintings()).toBe(1);
    expect(call.sends).toEqual([]);
  });

  it('is never sent again after that', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time, { firstSentAtMs: time.now() - 60_000 });
    expect(await failureOf(model.generate(call))).toMatchObject({
      code: 'outcome-unknown',
      payment: 'unknown',
    });
    expect(paintings()).toBe(0);
  });

  it('is asked for even when its deadline has passed', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    await model.generate(call);
    const late = imageCall(time, {
      id: call.id,
      firstSentAtMs: time.now() - 600_000,
      deadlineAtMs: time.now() - 1,
    });
    expect((await model.generate(late)).pictures).toHaveLength(1);
  });
});
