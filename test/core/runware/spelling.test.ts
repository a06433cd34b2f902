import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { respelledId } from '../../../src/core/runware/task-sender.ts';
import { type FakeRunware, startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { imageCall, modelOf } from './image-call.ts';

let runware: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
});
beforeEach(() => runware.reset());
afterAll(() => runware.close());

const sent = () => runware.requests.map(({ path, task }) => [path, task?.outputType, task?.outputFormat]);

describe('the spelling', () => {
  it.each([
    ['a path with 404', { refusesPath: '/v1/image/generate' }, ['/v1', ['URL'], 'JPEG'], 'path'],
    [
      'a path with 405',
      { refusesPath: '/v1/image/generate', refusedPathStatus: 405 },
      ['/v1', ['URL'], 'JPEG'],
      'path',
    ],
    [
      'an array of output types',
      { refusesOutputType: 'array' },
      ['/v1/image/generate', 'URL', 'JPEG'],
      'outputType',
    ],
    ['JPEG', { refusesOutputFormat: 'JPEG' }, ['/v1/image/generate', ['URL'], 'JPG'], 'jpeg'],
  ] as const)(
    'changes once when the service refuses %s, and only in that',
    async (_, dialect, changed, part) => {
      const { model, time, log } = modelOf(runware);
      runware.dialect = dialect;
      const call = imageCall(time);
      await model.generate(call);
      await model.generate(imageCall(time));
      expect(sent()).toEqual([['/v1/image/generate', ['URL'], 'JPEG'], changed, changed]);
      expect(runware.tasks.slice(0, 2).map(({ taskUUID }) => taskUUID)).toEqual([call.id, call.id]);
      expect(log).toMatchObject([{ level: 'warn', fields: { part } }]);
      expect(call.sends).toHaveLength(2);
      expect(time.waitsMs).toEqual([]);
      expect(runware.violations).toEqual([]);
    },
  );

  it('changes in all three parts if need be', async () => {
    const { model, time, log } = modelOf(runware);
    runware.dialect = {
      refusesPath: '/v1/image/generate',
      refusesOutputType: 'array',
      refusesOutputFormat: 'JPEG',
    };
    await model.generate(imageCall(time));
    expect(sent().at(-1)).toEqual(['/v1', 'URL', 'JPG']);
    expect(log).toHaveLength(3);
  });

  it('is told of once when several calls find out together', async () => {
    const { model, time, log } = modelOf(runware);
    runware.dialect = { refusesOutputType: 'array' };
    await Promise.all([1, 2, 3].map(() => model.generate(imageCall(time))));
    expect(log).toHaveLength(1);
    expect(runware.ledger.entries).toHaveLength(3);
  });

  it('does not change for a refusal of something else', async () => {
    const { model, time, log } = modelOf(runware);
    runware.fail({ kind: 'error', code: 'invalidWidth', parameter: 'width' });
    await expect(model.generate(imageCall(time))).rejects.toMatchObject({ code: 'request-refused' });
    expect([log.length, runware.requests.length]).toEqual([0, 1]);
  });

  it('does not change for a 404 that is about the task', async () => {
    const { model, time, log } = modelOf(runware);
    runware.fail({ kind: 'error', status: 404, code: 'unknownModel', parameter: 'model' });
    await expect(model.generate(imageCall(time))).rejects.toMatchObject({ code: 'model-unavailable' });
    expect([log.length, runware.requests.length]).toEqual([0, 1]);
  });

  it('does not go back and forth when both forms are refused', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', code: 'invalidOutputType', parameter: 'outputType' }, { times: 9 });
    await expect(model.generate(imageCall(time))).rejects.toMatchObject({
      code: 'request-refused',
      payment: 'no',
    });
    expect(runware.requests).toHaveLength(2);
  });

  it('is not about the path when the root itself is configured', async () => {
    const { model, time, log } = modelOf(runware, { url: `${runware.origin}/v1` });
    runware.dialect = { refusesPath: '/v1' };
    await expect(model.generate(imageCall(time))).rejects.toMatchObject({ code: 'provider-unreachable' });
    expect([log.length, runware.requests.length]).toEqual([0, 1]);
  });

  it('goes on under a second id when the refused spelling has used up the first', async () => {
    const { model, time } = modelOf(runware);
    runware.fail({ kind: 'error', code: 'invalidOutputType', parameter: 'outputType', remembers: true });
    const call = imageCall(time);
    expect((await model.generate(call)).pictures).toHaveLength(1);
    expect(runware.tasks.map(({ taskUUID }) => taskUUID)).toEqual([call.id, call.id, respelledId(call.id)]);

    const { model: restarted, time: later } = modelOf(runware);
    const again = imageCall(later, { id: call.id, firstSentAtMs: later.now() - 5000 });
    expect((await restarted.generate(again)).pictures).toHaveLength(1);
    expect(runware.ledger.entries).toMatchObject([{ taskUUID: respelledId(call.id), painted: 1 }]);
    expect(runware.violations).toEqual([]);
  });
});
