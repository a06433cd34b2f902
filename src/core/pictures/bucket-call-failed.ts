/**
 * Why a bucket did not do what it was asked for: `refused` for the keys or what they allow, `unreachable` where no
 * answer came at all, `busy` for one that may be another in a moment.
 */
export type BucketFailure =
  | 'no-such-bucket'
  | 'refused'
  | 'wrong-region'
  | 'busy'
  | 'unreachable'
  | 'unexpected';

/** A call of a bucket failed; no address, header or key of an account is in it. */
export class BucketCallFailed extends Error {
  override readonly name = 'BucketCallFailed';
  readonly failure: BucketFailure;
  readonly method: string;
  /** Undefined without an answer. */
  readonly status: number | undefined;
  /** The service's word for it, as in `SlowDown`: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
  readonly vendorCode: string | undefined;

  constructor(
    failure: BucketFailure,
    details: {
      readonly method: string;
      readonly status?: number;
      readonly vendorCode?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    const { cause, method, status, vendorCode } = details;
    super(`${method} of a picture failed: ${[failure, status, vendorCode].filter(Boolean).join(' ')}`, {
      cause,
    });
    this.failure = failure;
    this.method = method;
    this.status = status;
    this.vendorCode = vendorCode;
  }

  /** Whether the same may work in a moment. */
  get mayRetryHelp(): boolean {
    return this.failure === 'busy' || this.failure === 'unreachable';
  }
}
