import { describe, expect, it } from 'vitest';
import type { FailureCode, Payment } from '../../../src/core/failure.ts';
import { classifyError, type ErrorClass, type NextStep } from '../../../src/core/runware/runware-errors.ts';

type Case = {
  readonly code: string | undefined;
  readonly status: number;
  readonly parameters?: readonly string[];
  readonly expected: readonly [ErrorClass, FailureCode, boolean, Payment, NextStep];
};

it.each([
  [['referenceImages'], undefined],
  [['referenceImages[1]'], 1],
  [['inputs.referenceImages[0]'], 0],
  [['inputs.referenceImages.3'], 3],
  [['inputs', 'referenceImages', '2'], 2],
  [['referenceImages[]'], undefined],
])('reads from the parameter %j which reference was the trouble', (parameters, expected) => {
  const error = { code: 'invalidReferenceImages', parameters, taskUUID: undefined };
  const { failure } = classifyError({ status: 400, error });
  expect(failure.code).toBe('references-refused');
  expect(failure.referencePosition).toBe(expected);
});

it.each([
  ['imageBlocked', ['referenceImages[1]'], 1],
  ['promptBlocked', ['positivePrompt'], undefined],
  ['internalServerError', ['referenceImages[1]'], undefined],
])('reads from %s about %j which reference was the trouble', (code, parameters, expected) => {
  const { failure } = classifyError({ status: 400, error: { code, parameters, taskUUID: undefined } });
  expect(failure.referencePosition).toBe(expected);
});

const cases: readonly Case[] = [
  {
    code: 'conflictTaskUUID',
    status: 400,
    expected: ['conflict', 'provider-failed', true, 'unknown', 'ask'],
  },
  {
    code: 'insufficientCredits',
    status: 402,
    expected: ['quota', 'provider-out-of-funds', false, 'no', 'end'],
  },
  { code: 'paymentRequired', status: 402, expected: ['quota', 'provider-out-of-funds', false, 'no', 'end'] },
  {
    code: 'providerInsufficientCredits',
    status: 500,
    expected: ['upstream-quota', 'provider-failed', true, 'no', 'end'],
  },
  {
    code: 'rateLimitExceeded',
    status: 429,
    expected: ['rate-limit', 'provider-busy', true, 'no', 'send-again'],
  },
  {
    code: 'inferenceRateLimitExceeded',
    status: 429,
    expected: ['rate-limit', 'provider-busy', true, 'no', 'send-again'],
  },
  {
    code: 'providerRateLimitExceeded',
    status: 200,
    expected: ['rate-limit', 'provider-busy', true, 'no', 'send-again'],
  },
  ...[
    'contentPolicyViolation',
    'providerContentPolicyViolation',
    'sensitiveContentDetected',
    'unsafeContentDetected',
    'nsfwContentDetected',
    'promptBlocked',
    'imageBlocked',
    'moderationFailed',
    'invalidProviderContent',
  ].map(
    (code): Case => ({ code, status: 400, expected: ['safety', 'content-refused', false, 'unknown', 'end'] }),
  ),
  ...['invalidApiKey', 'missingApiKey', 'unauthorized', 'accountSuspended'].map(
    (code): Case => ({ code, status: 401, expected: ['auth', 'provider-key-rejected', false, 'no', 'end'] }),
  ),
  ...['forbidden', 'permissionDenied'].map(
    (code): Case => ({ code, status: 403, expected: ['forbidden', 'model-unavailable', false, 'no', 'end'] }),
  ),
  {
    code: 'timeoutProvider',
    status: 504,
    expected: ['provider-timeout', 'provider-timeout', true, 'unknown', 'end'],
  },
  {
    code: 'providerGatewayTimeout',
    status: 504,
    expected: ['timeout', 'provider-timeout', true, 'unknown', 'ask'],
  },
  { code: 'unknownModel', status: 400, expected: ['unknown-model', 'model-unavailable', false, 'no', 'end'] },
  { code: 'taskExpired', status: 404, expected: ['not-found', 'provider-failed', true, 'unknown', 'end'] },
  { code: 'taskCancelled', status: 400, expected: ['not-found', 'provider-failed', true, 'unknown', 'end'] },
  {
    code: 'internalServerError',
    status: 500,
    expected: ['server', 'provider-failed', true, 'unknown', 'ask-or-send-again'],
  },
  {
    code: 'serviceUnavailable',
    status: 503,
    expected: ['server', 'provider-failed', true, 'unknown', 'ask-or-send-again'],
  },
  { code: 'modelNotReady', status: 503, expected: ['model-down', 'model-unavailable', true, 'no', 'end'] },
  { code: 'providerError', status: 500, expected: ['provider', 'provider-failed', true, 'unknown', 'end'] },
  { code: 'inferenceError', status: 500, expected: ['provider', 'provider-failed', true, 'unknown', 'end'] },
  {
    code: 'invalidReferenceImages',
    status: 400,
    parameters: ['referenceImages'],
    expected: ['bad-references', 'references-refused', false, 'no', 'end'],
  },
  {
    code: 'unsupportedParameter',
    status: 400,
    parameters: ['inputs.referenceImages'],
    expected: ['bad-references', 'references-refused', false, 'no', 'end'],
  },
  {
    code: 'invalidModel',
    status: 400,
    parameters: ['model'],
    expected: ['bad-model', 'model-unavailable', false, 'no', 'end'],
  },
  {
    code: 'invalidWidth',
    status: 400,
    parameters: ['width'],
    expected: ['validation', 'request-refused', false, 'no', 'end'],
  },
  {
    code: 'unsupportedParameter',
    status: 400,
    parameters: ['width', 'height'],
    expected: ['validation', 'request-refused', false, 'no', 'end'],
  },
  {
    code: 'incompatibleParameters',
    status: 400,
    expected: ['validation', 'request-refused', false, 'no', 'end'],
  },
  // Codes nobody has seen yet: the status is all there is.
  { code: 'brandNew', status: 200, expected: ['unknown', 'provider-failed', true, 'unknown', 'end'] },
  { code: 'brandNew', status: 400, expected: ['unknown', 'request-refused', false, 'no', 'end'] },
  { code: 'brandNew', status: 401, expected: ['auth', 'provider-key-rejected', false, 'no', 'end'] },
  { code: 'brandNew', status: 403, expected: ['forbidden', 'model-unavailable', false, 'no', 'end'] },
  { code: 'brandNew', status: 402, expected: ['quota', 'provider-out-of-funds', false, 'no', 'end'] },
  { code: 'brandNew', status: 429, expected: ['rate-limit', 'provider-busy', true, 'no', 'send-again'] },
  {
    code: 'brandNew',
    status: 500,
    expected: ['server', 'provider-failed', true, 'unknown', 'ask-or-send-again'],
  },
  { code: undefined, status: 504, expected: ['timeout', 'provider-timeout', true, 'unknown', 'ask'] },
  { code: undefined, status: 404, expected: ['unknown', 'provider-unreachable', true, 'no', 'end'] },
  { code: undefined, status: 307, expected: ['unknown', 'provider-unreachable', true, 'no', 'end'] },
  { code: undefined, status: 413, expected: ['unknown', 'request-refused', false, 'no', 'end'] },
  // A code that says nothing under a status that says all.
  { code: 'standardError', status: 429, expected: ['rate-limit', 'provider-busy', true, 'no', 'send-again'] },
  { code: 'unknownError', status: 402, expected: ['quota', 'provider-out-of-funds', false, 'no', 'end'] },
];

describe('the error table', () => {
  it.each(cases)('puts $code under $status about $parameters into its class', (example) => {
    const { code, parameters = [], status } = example;
    const { errorClass, next, failure } = classifyError({
      status,
      error: { code, parameters, taskUUID: undefined },
    });
    const found = [errorClass, failure.code, failure.mayRetryHelp, failure.payment, next];
    expect(found).toEqual(example.expected);
    expect(failure.vendorCode).toBe(code);
  });
});
