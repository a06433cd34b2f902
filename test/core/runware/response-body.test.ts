import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/core/runware/answer-reading.ts';
import { readResponseBody } from '../../../src/core/runware/response-body.ts';

const taskUUID = '550e8400-e29b-41d4-a716-446655440000';

/** Answers with the service's own field names and anything at all as values. */
const noise = fc.jsonValue({ maxDepth: 3 });
const item = fc.dictionary(
  fc.constantFrom(
    'taskUUID',
    'status',
    'imageUUID',
    'imageURL',
    'imageDataURI',
    'seed',
    'cost',
    'error',
    'extra',
  ),
  fc.oneof(noise, fc.constant(taskUUID), fc.double()),
);
const error = fc.dictionary(fc.constantFrom('code', 'message', 'parameter', 'taskUUID', 'type'), noise);
const envelope = fc.record(
  { data: fc.oneof(noise, item, fc.array(fc.oneof(item, noise))), errors: fc.oneof(noise, fc.array(error)) },
  { requiredKeys: [] },
);

describe('an answer', () => {
  it('is read without throwing, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(noise, envelope), fc.integer({ min: 200, max: 599 }), (value, status) => {
        const body = readResponseBody(value);
        if (body === undefined) return;
        const reading = readAnswer({ body, status, taskUUID, count: 2, isForTexts: false, isPoll: false });
        expect(['settled', 'accepted', 'refused', 'nothing']).toContain(reading.kind);
        if (reading.kind !== 'settled') return;
        expect(reading.painted.length + reading.failures.length).toBeGreaterThan(0);
        for (const cost of reading.costsDollars) expect(cost).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it.each([null, 'ok', 7, [], {}, { status: 'fine' }])('that is %j is no answer of the API', (value) => {
    expect(readResponseBody(value)).toBeUndefined();
  });

  it('keeps what can be read of an item with broken fields', () => {
    const broken = {
      taskUUID,
      imageURL: 'https://im.runware.ai/a.jpg',
      cost: 'free',
      seed: 2 ** 60,
      status: 7,
    };
    expect(readResponseBody({ data: [broken, null, 'x'] })?.items).toMatchObject([
      { imageUrl: 'https://im.runware.ai/a.jpg', costDollars: undefined, seed: undefined, status: undefined },
    ]);
  });

  it.each([
    ['width', ['width']],
    [
      ['width', 'height'],
      ['width', 'height'],
    ],
    [null, []],
    [undefined, []],
  ])('reads an error about %j', (parameter, expected) => {
    const body = readResponseBody({ errors: [{ code: 'invalidWidth', parameter, type: null }] });
    expect(body?.errors).toEqual([{ code: 'invalidWidth', parameters: expected, taskUUID: undefined }]);
  });

  it.each(['a prompt in the place of a code', 'x'.repeat(65)])('keeps no code that may be prose', (code) => {
    expect(readResponseBody({ errors: [{ code }] })?.errors[0]?.code).toBeUndefined();
  });
});

describe('a poll', () => {
  const read = (data: readonly object[], errors: readonly object[] = [], count = 2) => {
    const body = readResponseBody({ data, errors });
    if (body === undefined) return expect.fail('no body');
    return readAnswer({ body, status: 200, taskUUID, count, isForTexts: false, isPoll: true });
  };
  const done = (imageUUID: string) => ({
    taskUUID,
    status: 'success',
    imageUUID,
    imageURL: `https://x/${imageUUID}`,
  });

  it('goes on while one picture is being worked on, keeping what is finished', () => {
    const reading = read([{ taskUUID, status: 'processing' }, done('a')]);
    expect(reading).toMatchObject({ kind: 'accepted', soFar: { painted: [{ imageUUID: 'a' }] } });
  });

  it('goes on as long as anything is being worked on', () => {
    expect(read([{ taskUUID, status: 'processing' }, done('a')], [], 1)).toMatchObject({ kind: 'accepted' });
  });

  it('goes on while fewer pictures are there than were asked for', () => {
    expect(read([done('a')])).toMatchObject({ kind: 'accepted', soFar: { painted: [{ imageUUID: 'a' }] } });
  });

  it('ends when errors stand for the missing ones', () => {
    const reading = read([done('a')], [{ code: 'timeoutProvider', status: 'error', taskUUID }]);
    expect(reading).toMatchObject({
      kind: 'settled',
      painted: [{}],
      failures: [{ code: 'provider-timeout' }],
    });
  });

  it('ends when failed items stand for the missing ones', () => {
    const failed = { taskUUID, status: 'error', error: { code: 'invalidProviderContent', message: 'x' } };
    const reading = read([failed, done('a')]);
    expect(reading).toMatchObject({
      kind: 'settled',
      painted: [{}],
      failures: [{ code: 'content-refused' }],
    });
  });

  it('counts a picture once that is told of twice', () => {
    expect(read([done('a'), done('a')])).toMatchObject({ kind: 'accepted' });
    const reading = read([done('a'), done('b'), done('a')]);
    expect(reading).toMatchObject({ kind: 'settled', painted: [{ imageUUID: 'a' }, { imageUUID: 'b' }] });
  });
});

describe('words', () => {
  const read = (item: object, isForTexts: boolean) => {
    const body = readResponseBody({ data: [{ taskUUID, cost: 0.001, ...item }] });
    if (body === undefined) return expect.fail('no body');
    return readAnswer({ body, status: 200, taskUUID, count: 1, isForTexts, isPoll: false });
  };

  it('are the result where words were asked for', () => {
    expect(read({ text: 'a boat' }, true)).toMatchObject({
      kind: 'settled',
      painted: [{ text: 'a boat' }],
      costsDollars: [0.001],
    });
  });

  it('are no result where a picture was asked for, nor is a picture where words were', () => {
    const refused = { kind: 'settled', painted: [], failures: [{ code: 'content-refused' }] };
    expect(read({ text: 'I cannot paint that' }, false)).toMatchObject(refused);
    expect(read({ imageURL: 'https://im.runware.ai/a.jpg' }, true)).toMatchObject(refused);
  });
});
