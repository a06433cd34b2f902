import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationFailure } from '../../../src/core/failure.ts';
import { ResultDownload } from '../../../src/core/runware/result-download.ts';
import { defaultRunwareLimits } from '../../../src/core/runware/runware-limits.ts';
import { type FakeRunware, startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import type { PictureFault } from '../../fakes/runware/faults.ts';
import { pictureFor } from '../../fakes/runware/sample-pictures.ts';
import { imageCall, modelOf, PassingTime } from './image-call.ts';

let runware: FakeRunware;
let elsewhere: FakeRunware;
beforeAll(async () => {
  runware = await startFakeRunware();
  elsewhere = await startFakeRunware();
});
beforeEach(() => {
  runware.reset();
  elsewhere.reset();
});
afterAll(() => Promise.all([runware.close(), elsewhere.close()]));

const limits = { maxPictureBytes: 100_000 };

async function failureOf(painting: Promise<unknown>): Promise<GenerationFailure> {
  return painting.then(
    () => expect.fail('the painting was expected to fail'),
    (error: unknown) => error as GenerationFailure,
  );
}

const tinyGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const passing: readonly (readonly [string, PictureFault])[] = [
  ['a 404', { kind: 'status', status: 404 }],
  ['a 503', { kind: 'status', status: 503 }],
  ['a truncated picture', { kind: 'truncated' }],
  [
    'a page instead of a picture',
    { kind: 'bytes', body: Buffer.from('<html></html>'), contentType: 'image/jpeg' },
  ],
  ['no bytes at all', { kind: 'bytes', body: Buffer.alloc(0) }],
  ['a header without a picture', { kind: 'bytes', body: Buffer.from('ffd8ffe000104a46494600', 'hex') }],
  ['a picture of a kind that was not asked for', { kind: 'bytes', body: tinyGif }],
];

describe('a download', () => {
  it.each(passing)('is tried again after %s, without sending the task again', async (_, fault) => {
    const { model, time } = modelOf(runware, { limits });
    runware.failPicture(fault, { times: 2 });
    const { pictures } = await model.generate(imageCall(time));
    expect(pictures).toHaveLength(1);
    expect([runware.downloads.length, runware.requests.length]).toEqual([3, 1]);
    expect(time.waitsMs).toEqual([500, 1000]);
  });

  it('is tried again when the picture never ends', async () => {
    const { model, time } = modelOf(runware, { limits: { pictureTimeoutMs: 500 } });
    runware.failPicture({ kind: 'hang' });
    expect((await model.generate(imageCall(time))).pictures).toHaveLength(1);
    expect(runware.downloads.length).toBeGreaterThan(1);
    expect(runware.requests).toHaveLength(1);
  });

  it('is tried for half a minute, as what it fetches is paid for', async () => {
    const { model, time } = modelOf(runware);
    runware.failPicture({ kind: 'status', status: 503 }, { times: 7 });
    const { pictures, failures } = await model.generate(imageCall(time));
    expect([pictures.length, failures]).toEqual([1, []]);
    expect(time.waitsMs).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  it('that never succeeds ends as paid for but unusable', async () => {
    const { model, time } = modelOf(runware, { limits });
    runware.failPicture({ kind: 'status', status: 404 }, { times: 99 });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'pictures-unusable', payment: 'yes' });
    expect(runware.downloads).toHaveLength(8);
  });

  it('that fails does not take the other pictures with it', async () => {
    const { model, time } = modelOf(runware, { limits });
    const call = imageCall(time, { count: 2 });
    const isFirst = (path: string) => path === runware.downloads[0];
    runware.failPicture({ kind: 'status', status: 404 }, { times: 99, when: isFirst });
    const { pictures, failures, costMicros } = await model.generate(call);
    expect([pictures.length, costMicros]).toEqual([1, 78_000]);
    expect(failures).toMatchObject([{ code: 'pictures-unusable', payment: 'yes' }]);
  });

  it.each([true, false])('stops at the size cap (length told: %s)', async (tellsLength) => {
    const { model, time } = modelOf(runware, { limits });
    runware.failPicture({ kind: 'huge', bytes: 5_000_000, tellsLength }, { times: 99 });
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'pictures-unusable', payment: 'yes' });
    expect(runware.downloads).toHaveLength(1);
  });

  it('never carries the key', async () => {
    const { model, time } = modelOf(runware);
    await model.generate(imageCall(time));
    expect([runware.downloads.length, runware.violations]).toEqual([1, []]);
  });

  it('follows a redirect within the allowed hosts', async () => {
    const { model, time } = modelOf(runware);
    const call = imageCall(time);
    await model.generate(call);
    const [path = ''] = runware.downloads;
    runware.failPicture({ kind: 'redirect', location: path });
    const again = imageCall(time, { id: call.id, firstSentAtMs: time.now() });
    expect((await model.generate(again)).pictures).toHaveLength(1);
    expect(runware.downloads).toEqual([path, path, path]);
  });

  it('does not follow a redirect to elsewhere', async () => {
    const { model, time } = modelOf(runware);
    runware.failPicture(
      { kind: 'redirect', location: `${elsewhere.origin}/image/ws/2/ii/a.jpg` },
      { times: 9 },
    );
    const failure = await failureOf(model.generate(imageCall(time)));
    expect(failure).toMatchObject({ code: 'pictures-unusable', payment: 'yes' });
    expect([runware.downloads.length, elsewhere.downloads.length]).toEqual([1, 0]);
  });

  it('ends with the reason of an abort', async () => {
    const { model, time } = modelOf(runware);
    runware.failPicture({ kind: 'status', status: 404 }, { times: 99 });
    const controller = new AbortController();
    const reason = new Error('stopping');
    time.onWait = () => controller.abort(reason);
    await expect(model.generate(imageCall(time, { signal: controller.signal }))).rejects.toBe(reason);
  });
});

describe('the hosts of results', () => {
  const asked: string[] = [];
  const download = new ResultDownload({
    apiUrl: 'https://api.example.org/v1/image/generate',
    fetch: async (input) => {
      asked.push(String(input));
      return new Response(new Uint8Array(await pictureFor('00000000-0000-4000-8000-000000000000', 0)));
    },
    wait: new PassingTime().wait,
    random: () => 0,
    limits: defaultRunwareLimits,
  });
  beforeEach(() => asked.splice(0));
  const { signal } = new AbortController();

  it.each([
    'https://im.runware.ai/image/ws/2/ii/a.jpg',
    'https://runware.ai/a.jpg',
    'https://IM.RUNWARE.AI/a.jpg',
    'https://api.example.org/a.jpg',
  ])('include %s', async (address) => {
    expect(await download.fetchPicture(address, signal)).toMatchObject({ mediaType: 'image/jpeg' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    'http://im.runware.ai/a.jpg',
    'https://im.runware.ai:8443/a.jpg',
    'https://evilrunware.ai/a.jpg',
    'https://runware.ai.evil.example/a.jpg',
    'https://im.runware.ai@evil.example/a.jpg',
    'https://user:password@im.runware.ai/a.jpg',
    'https://im.runware.ai.:443/a.jpg',
    'http://api.example.org/a.jpg',
    'https://api.example.org:444/a.jpg',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//im.runware.ai/a.jpg',
    'not an address',
  ])('do not include %s', async (address) => {
    await expect(download.fetchPicture(address, signal)).rejects.toMatchObject({ code: 'pictures-unusable' });
    expect(asked).toEqual([]);
  });
});
