import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bucket } from '../../../src/core/pictures/bucket.ts';
import type { BucketFailure } from '../../../src/core/pictures/bucket-call-failed.ts';
import { BucketCallFailed } from '../../../src/core/pictures/bucket-call-failed.ts';
import { BucketPictureStore } from '../../../src/core/pictures/bucket-picture-store.ts';
import { tryPictureStore } from '../../../src/core/pictures/try-picture-store.ts';
import type { FakeS3 } from '../../fakes/s3/fake-s3.ts';
import { startFakeS3 } from '../../fakes/s3/fake-s3.ts';
import { describePictureStore } from './picture-store-contract.ts';

let s3: FakeS3;

beforeEach(async () => {
  s3 = await startFakeS3();
});
afterEach(async () => {
  expect(s3.violations).toEqual([]);
  await s3.close();
});

function storeIn(changes: Partial<Bucket> = {}): BucketPictureStore {
  const place = { endpoint: s3.url, name: s3.bucket, prefix: 'of/easel', ...s3.credentials };
  return new BucketPictureStore({ ...place, ...changes }, { pausesMs: [1, 1, 1] });
}

async function failureOf(call: Promise<unknown>): Promise<BucketCallFailed> {
  const error = await call.then(
    () => expect.fail('expected it to fail'),
    (cause: unknown) => cause,
  );
  if (!(error instanceof BucketCallFailed)) throw error;
  return error;
}

describePictureStore('BucketPictureStore', async () => storeIn());

describe('BucketPictureStore', () => {
  test('keeps everything below its prefix, and leaves nothing of a trial', async () => {
    await storeIn().write('a/b', Uint8Array.of(1));
    await tryPictureStore(storeIn());
    expect([...s3.objects.keys()]).toEqual(['of/easel/a/b']);
  });

  test('does without a prefix', async () => {
    await storeIn({ prefix: '' }).write('a/b', Uint8Array.of(1));
    expect([...s3.objects.keys()]).toEqual(['a/b']);
  });

  test.each([
    { status: 503, code: 'SlowDown' },
    { status: 500, code: 'InternalError' },
    { status: 429, code: 'TooManyRequests' },
    { status: 409, code: 'OperationAborted' },
    'cut-before',
    'cut-after',
  ] as const)('goes on after %j', async (how) => {
    s3.fail({ method: 'PUT', how, times: 2 });
    s3.fail({ method: 'GET', how });
    s3.fail({ method: 'DELETE', how });
    const store = storeIn();
    await store.write('a', Uint8Array.of(7));
    expect([...(await store.read('a'))]).toEqual([7]);
    await store.remove('a');
    expect(s3.objects.size).toBe(0);
  });

  test('gives up in the end', async () => {
    s3.fail({ how: { status: 503, code: 'SlowDown' }, times: 100 });
    expect(await failureOf(storeIn().read('a'))).toMatchObject({ failure: 'busy', vendorCode: 'SlowDown' });
    expect(s3.calls).toHaveLength(4);
  });

  test.each<[string, Partial<Bucket>, BucketFailure]>([
    ['another secret', { secretAccessKey: 'not-it' }, 'refused'],
    ['an unknown key', { accessKeyId: 'nobody' }, 'refused'],
    ['another bucket', { name: 'elsewhere' }, 'no-such-bucket'],
    ['another region', { region: 'us-east-1' }, 'wrong-region'],
  ])('says at once that it is of no use with %s, and tells no secret', async (_, changes, failure) => {
    const error = await failureOf(storeIn(changes).write('a', Uint8Array.of(1)));
    expect(error.failure).toBe(failure);
    expect(s3.calls).toHaveLength(1);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/not-it|Secret|127\.0\.0\.1/);
  });

  test('says that nobody is there', async () => {
    await s3.close();
    expect(await failureOf(storeIn().read('a'))).toMatchObject({ failure: 'unreachable', status: undefined });
    s3 = await startFakeS3();
  });

  test('takes an object whose reading is refused for no missing one', async () => {
    s3.fail({ how: { status: 403, code: 'AccessDenied' } });
    expect(await failureOf(storeIn().read('a'))).toMatchObject({ failure: 'refused', status: 403 });
  });

  test('follows nobody to another address', async () => {
    s3.fail({ how: { status: 307, code: 'TemporaryRedirect' } });
    expect(await failureOf(storeIn().read('a'))).toMatchObject({ failure: 'unexpected', status: 307 });
    s3.fail({ how: { status: 301, code: 'PermanentRedirect' } });
    expect(await failureOf(storeIn().read('a'))).toMatchObject({ failure: 'wrong-region' });
  });
});
