/**
 * Every way in which an accepted generation can end without pictures. The set is closed: a backend's own codes are
 * mapped onto it where they arrive, and every member has a text for the person.
 */
export const failureCodes = [
  'content-refused',
  'request-refused',
  'references-refused',
  'model-unavailable',
  'provider-busy',
  'provider-unreachable',
  'provider-timeout',
  'provider-failed',
  'provider-out-of-funds',
  'provider-key-rejected',
  'pictures-unusable',
  'outcome-unknown',
  'internal',
  'banned',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** What the operator's account is known to have paid: `no` (known unpaid), `yes` (known paid), `unknown`. */
export type Payment = 'no' | 'yes' | 'unknown';

export interface FailureDetails {
  readonly code: FailureCode;
  /** Whether asking again later, as a new generation, may succeed. */
  readonly mayRetryHelp: boolean;
  readonly payment: Payment;
  /** Which of the references was the trouble, from 0; undefined when the backend does not say. */
  readonly referencePosition?: number | undefined;
  /** How long the backend asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The backend's own code, for the operator's log. Never a message text: those may quote the prompt. */
  readonly vendorCode?: string | undefined;
  readonly cause?: unknown;
}

/**
 * An expected failure of a generation. Retryability and payment are fixed where the error is born; nobody downstream
 * guesses them again. A plain `Error` means a bug.
 */
export class GenerationFailure extends Error {
  override readonly name = 'GenerationFailure';
  readonly code: FailureCode;
  readonly mayRetryHelp: boolean;
  readonly payment: Payment;
  readonly referencePosition: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly vendorCode: string | undefined;

  constructor(details: FailureDetails) {
    const vendor = details.vendorCode === undefined ? '' : ` (${details.vendorCode})`;
    super(`generation failed: ${details.code}${vendor}`, { cause: details.cause });
    this.code = details.code;
    this.mayRetryHelp = details.mayRetryHelp;
    this.payment = details.payment;
    this.referencePosition = details.referencePosition;
    this.retryAfterMs = details.retryAfterMs;
    this.vendorCode = details.vendorCode;
  }
}
