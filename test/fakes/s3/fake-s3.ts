import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Credentials, requireSigned, S3Error } from './signature.ts';

/** What goes wrong, for so many calls that fit; `cut` closes the connection, before or after the call had its effect. */
export interface S3Fault {
  readonly method?: string;
  readonly times?: number;
  readonly how: { readonly status: number; readonly code: string } | 'cut-before' | 'cut-after';
}

export interface S3Call {
  readonly method: string;
  readonly path: string;
}

/**
 * An S3 service on 127.0.0.1 with one bucket, strict about signatures, hashes and names. It knows what a picture store
 * needs: PutObject, GetObject and DeleteObject with the bucket in the path (https://docs.aws.amazon.com/AmazonS3/latest/API/).
 */
export class FakeS3 {
  readonly credentials: Credentials = {
    accessKeyId: 'AKIAFAKEFAKEFAKEFAKE',
    secretAccessKey: 'fake/Secret+Access/Key0123456789abcdefgh',
    region: 'eu-central-1',
  };
  readonly bucket = 'easel-pictures';
  readonly objects = new Map<string, Buffer>();
  readonly calls: S3Call[] = [];
  /** Broken rules, in words; a correct client leaves this empty. */
  readonly violations: string[] = [];
  #faults: { readonly fault: S3Fault; left: number }[] = [];
  #url = '';
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => {
      this.violations.push(`the fake failed: ${String(error)}`);
      response.destroy();
    });
  });

  /** Its endpoint, without a bucket. */
  get url(): string {
    return this.#url;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  fail(fault: S3Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === undefined) return;
    const { method = '', url = '/' } = request;
    this.calls.push({ method, path: url });
    const fault = this.#takeFault(method);
    if (fault === 'cut-before') {
      response.destroy();
      return;
    }
    try {
      requireSigned(request, body, this.credentials);
      if (fault !== undefined && fault !== 'cut-after') throw new S3Error(fault.status, fault.code);
      const answer = this.#carryOut(request, body);
      if (fault === 'cut-after') response.destroy();
      else send(response, answer);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      send(response, { status: error.status, body: errorBody(error.code) });
    }
  }

  #carryOut({ headers, method, url = '/' }: IncomingMessage, body: Buffer): Answer {
    const [, bucket = '', key = ''] = /^\/([^/?]+)\/([^?]+)$/.exec(url) ?? [];
    if (bucket !== this.bucket) throw new S3Error(404, 'NoSuchBucket');
    if (key.length > 1024 || /(^|\/)\.{0,2}(\/|$)/.test(key)) this.violations.push(`the key ${key}`);
    const found = this.objects.get(key);
    switch (method) {
      case 'PUT':
        if (headers['content-length'] === undefined) throw new S3Error(411, 'MissingContentLength');
        if (headers['if-none-match'] === '*' && found !== undefined)
          throw new S3Error(412, 'PreconditionFailed');
        this.objects.set(key, body);
        return { status: 200, body: '' };
      case 'GET':
        if (found === undefined) throw new S3Error(404, 'NoSuchKey');
        return { status: 200, body: found };
      case 'DELETE':
        this.objects.delete(key);
        return { status: 204, body: '' };
      default:
        this.violations.push(`${method} is not among what this fake knows`);
        throw new S3Error(405, 'MethodNotAllowed');
    }
  }

  #takeFault(method: string): S3Fault['how'] | undefined {
    const found = this.#faults.find(
      ({ fault, left }) => left > 0 && (fault.method === undefined || fault.method === method),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault.how;
  }
}

export async function startFakeS3(): Promise<FakeS3> {
  const s3 = new FakeS3();
  await s3.listen();
  return s3;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer | string;
}

/** Undefined from a client that hangs up in the middle. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, status === 204 ? {} : { 'content-length': Buffer.byteLength(body) });
  response.end(status === 204 ? undefined : body);
}

function errorBody(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>A fake says so.</Message><RequestId>0</RequestId></Error>`;
}
