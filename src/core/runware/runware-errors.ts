import { type FailureCode, GenerationFailure, type Payment } from '../failure.ts';
import type { VendorError } from './response-body.ts';

/** What kind of trouble an error tells of; one row of the table each. */
export type ErrorClass =
  | 'conflict'
  | 'upstream-quota'
  | 'quota'
  | 'rate-limit'
  | 'safety'
  | 'auth'
  | 'forbidden'
  | 'provider-timeout'
  | 'timeout'
  | 'unknown-model'
  | 'not-found'
  | 'server'
  | 'model-down'
  | 'provider'
  | 'bad-references'
  | 'bad-model'
  | 'validation'
  | 'unknown';

/**
 * What to do about an error in the answer to a painting task: nothing more; send again, as it is known to be unpaid;
 * ask what became of the task; or ask and, when nobody knows the task, send it again.
 */
export type NextStep = 'end' | 'send-again' | 'ask' | 'ask-or-send-again';

interface Row {
  readonly errorClass: ErrorClass;
  readonly next: NextStep;
  readonly matches: (code: string, error: VendorError) => boolean;
  readonly failure: FailureCode;
  readonly mayRetryHelp: boolean;
  readonly payment: Payment;
}

const oneOf = (...codes: readonly string[]) => {
  const known = new Set(codes);
  return (code: string) => known.has(code);
};
const has = (pattern: RegExp) => (code: string) => pattern.test(code);
const isValidation = has(
  /^(invalid|missing|conflict|duplicate|unsupported|value|array|max)|^(unknownParameter|incompatibleParameters)$/,
);

/**
 * The one table from the service's error codes to ours, first match wins.
 *
 * The codes are not documented in full and change; the classes follow the official client
 * (https://github.com/Runware/runware-typescript, src/errors.ts) with these corrections: `timeoutProvider` is a
 * timeout, `invalidProviderContent` is moderation, `conflictTaskUUID` means that the task was accepted before.
 * Nothing says that failed tasks are free, so only those are `no` that are refused before any work is done.
 */
const table: readonly Row[] = [
  {
    errorClass: 'conflict',
    next: 'ask',
    matches: oneOf('conflictTaskUUID'),
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    // The balance of Runware's account with the provider, not the operator's.
    errorClass: 'upstream-quota',
    next: 'end',
    matches: has(/^provider.*(Credits|Quota|Balance)/),
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'no',
  },
  {
    errorClass: 'quota',
    next: 'end',
    matches: has(/Credits|Quota|Balance|^paymentRequired$/),
    failure: 'provider-out-of-funds',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    errorClass: 'rate-limit',
    next: 'send-again',
    matches: has(/RateLimit|^rateLimit/),
    failure: 'provider-busy',
    mayRetryHelp: true,
    payment: 'no',
  },
  {
    errorClass: 'safety',
    next: 'end',
    matches: has(
      /^(provider)?contentPolicyViolation$|^providerContentPolicyViolation$|^(sensitive|unsafe|nsfw)ContentDetected$|^(prompt|image)Blocked$|^moderationFailed$|^invalidProviderContent$/,
    ),
    failure: 'content-refused',
    mayRetryHelp: false,
    payment: 'unknown',
  },
  {
    errorClass: 'auth',
    next: 'end',
    matches: has(
      /ApiKey|^unauthorized|^token|^(account|organization|workspace)\w*(Suspended|Disabled|Blocked|Inactive)/,
    ),
    failure: 'provider-key-rejected',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    // A key may be kept from one model or task and work for all others, so this concerns the request alone.
    errorClass: 'forbidden',
    next: 'end',
    matches: has(/^forbidden|^permissionDenied/),
    failure: 'model-unavailable',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    // By its wording the provider's work was ended, so there is nothing to wait for.
    errorClass: 'provider-timeout',
    next: 'end',
    matches: oneOf('timeoutProvider', 'providerTimeout'),
    failure: 'provider-timeout',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    errorClass: 'timeout',
    next: 'ask',
    matches: has(/Timeout|^timeout/),
    failure: 'provider-timeout',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    errorClass: 'unknown-model',
    next: 'end',
    matches: oneOf('unknownModel', 'modelNotFound'),
    failure: 'model-unavailable',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    errorClass: 'not-found',
    next: 'end',
    matches: has(/(NotFound|Expired)$|^(taskCancelled|taskFailedOrNotFound)$/),
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    errorClass: 'server',
    next: 'ask-or-send-again',
    matches: has(
      /^(internalServerError|serviceUnavailable|serverUnavailable|serverError|standardError|unknownError)$/,
    ),
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    errorClass: 'model-down',
    next: 'end',
    matches: oneOf('modelUnavailable', 'modelNotReady'),
    failure: 'model-unavailable',
    mayRetryHelp: true,
    payment: 'no',
  },
  {
    errorClass: 'provider',
    next: 'end',
    matches: has(
      /^provider|^(inferenceError|processingFailed|taskFailed|noAvailableServer|downloadFailed|uploadFailed)$/,
    ),
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'unknown',
  },
  {
    errorClass: 'bad-references',
    next: 'end',
    matches: (code, { parameters }) =>
      isValidation(code) &&
      [code, ...parameters].some((name) => /referenceImage|seedImage|inputImage|inputs\.image/i.test(name)),
    failure: 'references-refused',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    errorClass: 'bad-model',
    next: 'end',
    matches: (code, { parameters }) =>
      isValidation(code) && (parameters.includes('model') || /Model$/.test(code)),
    failure: 'model-unavailable',
    mayRetryHelp: false,
    payment: 'no',
  },
  {
    errorClass: 'validation',
    next: 'end',
    matches: isValidation,
    failure: 'request-refused',
    mayRetryHelp: false,
    payment: 'no',
  },
];

/** What a status says by itself (https://runware.ai/docs/platform/errors). */
function classOfStatus(status: number): Omit<Row, 'matches'> {
  const row = (errorClass: ErrorClass): Omit<Row, 'matches'> | undefined =>
    table.find((candidate) => candidate.errorClass === errorClass);
  const unknown: Omit<Row, 'matches'> = {
    errorClass: 'unknown',
    next: 'end',
    failure: 'provider-failed',
    mayRetryHelp: true,
    payment: 'unknown',
  };
  if (status === 401) return row('auth') ?? unknown;
  if (status === 403) return row('forbidden') ?? unknown;
  if (status === 402) return row('quota') ?? unknown;
  if (status === 429) return row('rate-limit') ?? unknown;
  if (status === 408 || status === 504) return row('timeout') ?? unknown;
  if (status >= 500) return row('server') ?? unknown;
  // Not an answer of the API but of whatever stands at a wrong address.
  if ((status >= 300 && status < 400) || status === 404 || status === 405) {
    return { ...unknown, failure: 'provider-unreachable', payment: 'no' };
  }
  if (status >= 400) return { ...unknown, failure: 'request-refused', mayRetryHelp: false, payment: 'no' };
  return unknown;
}

/** An error put into its class, with the failure that it means for a generation. */
export interface ClassifiedError {
  readonly errorClass: ErrorClass;
  readonly next: NextStep;
  readonly failure: GenerationFailure;
}

export interface ErrorToClassify {
  /** The answer's status; 200 when the error arrived beside results. */
  readonly status: number;
  /** Undefined when the body told nothing and the status has to do. */
  readonly error: VendorError | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Finds the class of an error by its code; the status decides where the code is unknown or says nothing. */
export function classifyError({ status, error, retryAfterMs }: ErrorToClassify): ClassifiedError {
  const code = error?.code;
  const byCode =
    code === undefined || error === undefined ? undefined : table.find((row) => row.matches(code, error));
  const isVague = byCode === undefined || byCode.errorClass === 'server';
  const { errorClass, next, failure, mayRetryHelp, payment } =
    isVague && (byCode === undefined || [401, 402, 403, 429].includes(status))
      ? classOfStatus(status)
      : byCode;
  return {
    errorClass,
    next,
    failure: new GenerationFailure({
      code: failure,
      mayRetryHelp,
      payment,
      referencePosition: aboutPictures.has(failure) ? referencePosition(error) : undefined,
      retryAfterMs,
      vendorCode: code,
    }),
  };
}

const aboutPictures: ReadonlySet<FailureCode> = new Set(['references-refused', 'content-refused']);

/** The documented error names no picture; a parameter such as `inputs.referenceImages[1]` does. */
function referencePosition(error: VendorError | undefined): number | undefined {
  const position = /referenceImages[.[](\d{1,2})\b/i.exec(error?.parameters.join('.') ?? '')?.[1];
  return position === undefined ? undefined : Number(position);
}
