import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { Bucket } from './bucket.ts';
import { BucketCallFailed, type BucketFailure } from './bucket-call-failed.ts';
import { requirePictureKey } from './picture-key.ts';
import { PictureMissing, type PictureStore } from './picture-store.ts';

type Call = {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly key: string;
  readonly body?: Uint8Array<ArrayBuffer>;
};

interface Answer {
  readonly isOk: boolean;
  readonly status: number;
  readonly bytes: Uint8Array;
}

const callTimeoutMs = 60_000;

/** Before each further attempt, less up to a half. */
const defaultPausesMs = [200, 1_000, 3_000];

/**
 * Keeps pictures in a bucket, which any number of machines may share. The service answers a write when it will not lose
 * the object any more, and checks by its hash that it arrived whole.
 *
 * @throws BucketCallFailed when the service cannot be brought to do it.
 */
export class BucketPictureStore implements PictureStore {
  readonly #bucket: Bucket;
  readonly #client: AwsClient;
  readonly #pausesMs: readonly number[];

  constructor(
    bucket: Bucket,
    { pausesMs = defaultPausesMs }: { readonly pausesMs?: readonly number[] } = {},
  ) {
    const { accessKeyId, region, secretAccessKey } = bucket;
    this.#bucket = bucket;
    this.#pausesMs = pausesMs;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    await this.#call({ method: 'PUT', key, body: Uint8Array.from(bytes) });
  }

  async read(key: string): Promise<Uint8Array> {
    const bytes = await this.#call({ method: 'GET', key });
    if (bytes === undefined) throw new PictureMissing(key);
    return bytes;
  }

  async remove(key: string): Promise<void> {
    await this.#call({ method: 'DELETE', key });
  }

  /** Resolves with what was answered; undefined where there is no such object. */
  async #call(call: Call): Promise<Uint8Array | undefined> {
    const url = this.#urlOf(call.key);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#try(url, call);
      } catch (error) {
        const pauseMs = this.#pausesMs[attempt];
        if (!(error instanceof BucketCallFailed) || !error.mayRetryHelp || pauseMs === undefined) throw error;
        await delay(pauseMs * (0.5 + Math.random() / 2));
      }
    }
  }

  async #try(url: string, call: Call): Promise<Uint8Array | undefined> {
    const { method } = call;
    const { isOk, status, bytes } = await this.#send(url, call).catch((cause: unknown) => {
      throw new BucketCallFailed('unreachable', { method, cause });
    });
    if (isOk) return bytes;
    const vendorCode = codeIn(bytes);
    if (vendorCode === 'NoSuchKey' && method !== 'PUT') return undefined;
    throw new BucketCallFailed(failureOf(status, vendorCode), { method, status, vendorCode });
  }

  async #send(url: string, { method, body }: Call): Promise<Answer> {
    const response = await this.#client.fetch(url, {
      method,
      // Keys are for this address alone.
      redirect: 'manual',
      signal: AbortSignal.timeout(callTimeoutMs),
      ...(body && { body, headers: { 'x-amz-content-sha256': sha256(body) } }),
    });
    return { isOk: response.ok, status: response.status, bytes: await response.bytes() };
  }

  #urlOf(key: string): string {
    const { endpoint, name, prefix } = this.#bucket;
    return [endpoint, name, prefix, requirePictureKey(key)].filter((part) => part !== '').join('/');
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function codeIn(body: Uint8Array): string | undefined {
  return /<Code>(\w{1,100})<\/Code>/.exec(new TextDecoder().decode(body))?.[1];
}

function failureOf(status: number, vendorCode: string | undefined): BucketFailure {
  if (vendorCode === 'NoSuchBucket') return 'no-such-bucket';
  if (vendorCode === 'AuthorizationHeaderMalformed' || vendorCode === 'PermanentRedirect')
    return 'wrong-region';
  if (status === 401 || status === 403) return 'refused';
  // Somebody else writes the same object at this moment.
  if (status === 409 || status === 429 || status >= 500) return 'busy';
  return 'unexpected';
}
