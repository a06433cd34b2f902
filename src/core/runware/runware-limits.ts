/** How long things may take, how large they may be, how often they are tried. */
export interface RunwareLimits {
  /** Longest wait for one answer; always cut so that time for asking remains before the call's deadline. */
  readonly attemptTimeoutMs: number;
  /** Longest wait for the answer to a question that costs nothing. */
  readonly askTimeoutMs: number;
  /** Time kept free before the deadline for asking after a lost answer; at most a quarter of what is left. */
  readonly askReserveMs: number;
  /** How long after the first send the same task id may be sent again. */
  readonly resendWindowMs: number;
  /** Sends of a task that is known to be unpaid so far, the first one included. */
  readonly maxUnpaidSends: number;
  /** Longest `Retry-After` that is waited for. */
  readonly maxRetryAfterMs: number;
  readonly maxAnswerBytes: number;
  readonly maxPictureBytes: number;
  readonly pictureTimeoutMs: number;
  readonly maxDownloadAttempts: number;
  /** Consecutive failures of the service after which it is left alone for a while. */
  readonly breakerThreshold: number;
  readonly breakerHalfOpenAfterMs: number;
}

export const defaultRunwareLimits: RunwareLimits = {
  // Below the 300 s after which Node's own client gives up on an answer's headers.
  attemptTimeoutMs: 240_000,
  askTimeoutMs: 15_000,
  askReserveMs: 20_000,
  resendWindowMs: 60_000,
  maxUnpaidSends: 4,
  maxRetryAfterMs: 30_000,
  // Four pictures inside the answer as base64 are larger than four addresses.
  maxAnswerBytes: 64_000_000,
  maxPictureBytes: 40_000_000,
  pictureTimeoutMs: 60_000,
  // Some half a minute: what is fetched is paid for.
  maxDownloadAttempts: 8,
  breakerThreshold: 5,
  breakerHalfOpenAfterMs: 10_000,
};
