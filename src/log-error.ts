/**
 * What is written of an error besides its type, message, stack and causes. Everything else stays out: libraries attach
 * the request that failed, and with it the words of a person or an address that holds a token.
 */
const loggedFields = [
  'code',
  'errno',
  'syscall',
  'status',
  'statusCode',
  'error_code',
  'method',
  'vendorCode',
  'payment',
  'mayRetryHelp',
  'retryAfterMs',
  'problem',
] as const;

/** Ends a chain of causes that leads back to itself. */
const maxCauses = 8;

export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** Describes an error for the log: its type, message, stack, plain facts, and the same of its causes. */
export function describeError(error: Error, causesLeft: number = maxCauses): ErrorDescription {
  const facts = Object.entries(error).filter(([name, value]) => isLogged(name) && isPlain(value));
  const inner = (cause: unknown) =>
    cause instanceof Error ? describeInner(cause, causesLeft) : typeof cause;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(facts),
    ...(error.cause === undefined ? {} : { cause: inner(error.cause) }),
    ...(error instanceof AggregateError ? { errors: error.errors.map(inner) } : {}),
  };
}

function describeInner(cause: Error, causesLeft: number): ErrorDescription | string {
  return causesLeft === 0 ? cause.name : describeError(cause, causesLeft - 1);
}

function isLogged(name: string): boolean {
  return loggedFields.some((field) => field === name);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
