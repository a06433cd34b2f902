import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** An error of the service: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const longestSkewMs = 15 * 60_000;
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/**
 * Checks a request as S3 does (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 *
 * @throws S3Error
 */
export function requireSigned(request: IncomingMessage, body: Buffer, credentials: Credentials): void {
  const found = authorization.exec(request.headers.authorization ?? '');
  if (found === null) throw new S3Error(403, 'AccessDenied');
  const [, keyId, day = '', region, service, names = '', signature = ''] = found;
  const date = header(request, 'x-amz-date');
  const hash = header(request, 'x-amz-content-sha256');
  if (keyId !== credentials.accessKeyId) throw new S3Error(403, 'InvalidAccessKeyId');
  if (region !== credentials.region || service !== 's3' || !date.startsWith(day)) {
    throw new S3Error(400, 'AuthorizationHeaderMalformed');
  }
  if (!(Math.abs(timeOf(date) - Date.now()) <= longestSkewMs)) throw new S3Error(403, 'RequestTimeTooSkewed');
  for (const needed of ['host', 'x-amz-content-sha256', 'x-amz-date']) {
    if (!names.split(';').includes(needed)) throw new S3Error(403, 'AccessDenied');
  }
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonicalOf(request, names, hash))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))) {
    throw new S3Error(403, 'SignatureDoesNotMatch');
  }
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body))
    throw new S3Error(400, 'XAmzContentSHA256Mismatch');
}

function canonicalOf(request: IncomingMessage, names: string, hash: string): string {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
  searchParams.sort();
  const headers = names
    .split(';')
    .map((name) => `${name}:${header(request, name).trim().replace(/ +/g, ' ')}\n`);
  return [request.method, pathname, searchParams.toString(), headers.join(''), names, hash].join('\n');
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** As in `20261129T171500Z`. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
