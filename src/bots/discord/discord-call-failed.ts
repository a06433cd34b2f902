import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/**
 * What a call to Discord that did not succeed means for us. `unanswered` is the only one after which the call may have
 * had its effect.
 */
export type CallFailure =
  | 'already-answered'
  | 'interaction-over'
  | 'message-gone'
  | 'place-closed'
  | 'thread-archived'
  | 'person-unreachable'
  | 'too-large'
  | 'bot-token-refused'
  | 'rate-limited'
  | 'unanswered'
  | 'rejected';

/** Codes of https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes */
const failureOfCode: Readonly<Record<number, CallFailure>> = {
  10003: 'place-closed', // unknown channel
  10004: 'place-closed', // unknown server
  10008: 'message-gone',
  10013: 'person-unreachable', // unknown user
  10015: 'interaction-over', // unknown webhook
  10062: 'interaction-over', // unknown interaction
  20016: 'rate-limited', // slow mode
  20022: 'rate-limited', // edits in an announcement channel
  20028: 'rate-limited', // the channel's write limit
  20029: 'rate-limited', // the server's write limit
  30046: 'rate-limited', // edits of an old message
  40003: 'rate-limited', // direct messages are opened too fast
  40005: 'too-large',
  40060: 'already-answered',
  40094: 'interaction-over', // no more follow-ups
  40333: 'unanswered', // something in front of the API answered
  50001: 'place-closed', // missing access
  50005: 'message-gone', // somebody else's message
  50007: 'person-unreachable', // direct messages are closed
  50009: 'place-closed', // the server's verification level
  50013: 'place-closed', // missing permissions
  50024: 'place-closed', // no such thing in this kind of channel
  50027: 'interaction-over', // the token of the interaction has died
  50083: 'thread-archived',
  50278: 'person-unreachable', // no server in common
  130000: 'unanswered', // overloaded
  160002: 'place-closed', // no reply without a look at what was said before
  160005: 'place-closed', // the thread is locked
};

/**
 * A call to Discord that did not succeed. It carries neither the address, which contains an interaction's token, nor
 * the body, which contains people's words; so the library's own error is not its cause.
 */
export class DiscordCallFailed extends Error {
  override readonly name = 'DiscordCallFailed';
  readonly failure: CallFailure;
  readonly call: string;
  readonly status: number | undefined;
  /** Discord's code, or the operating system's or HTTP client's when there was no answer. */
  readonly code: number | string | undefined;
  readonly retryAfterMs: number | undefined;
  /** Where a body was found invalid, as in `components.0.content: BASE_TYPE_MAX_LENGTH`. */
  readonly faults: readonly string[];

  constructor(details: {
    call: string;
    failure: CallFailure;
    status?: number | undefined;
    code?: number | string | undefined;
    retryAfterMs?: number | undefined;
    faults?: readonly string[];
  }) {
    const { call, failure, status, code, faults = [] } = details;
    const answer = [status, code].filter((part) => part !== undefined).join('/');
    super(
      `Discord call '${call}' failed: ${failure}${answer === '' ? '' : ` (${answer})`} ${faults.join(', ')}`.trim(),
    );
    this.call = call;
    this.failure = failure;
    this.status = status;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.faults = faults;
  }
}

/** What an error of discord.js's REST client means; anything else is a bug and comes back as it is. */
export function toCallFailed(call: string, error: unknown): unknown {
  if (error instanceof RateLimitError) {
    return new DiscordCallFailed({ call, failure: 'rate-limited', status: 429, retryAfterMs: waitOf(error) });
  }
  if (error instanceof HTTPError)
    return new DiscordCallFailed({ call, failure: 'unanswered', status: error.status });
  if (error instanceof DiscordAPIError) return refusal(call, error);
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return new DiscordCallFailed({ call, failure: 'unanswered', code: error.name });
  }
  // A body that breaks off ends in a SyntaxError; errors of the network carry a code.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && !(error instanceof SyntaxError)) return error;
  return new DiscordCallFailed({ call, failure: 'unanswered', code: code ?? error.name });
}

function refusal(call: string, error: DiscordAPIError): DiscordCallFailed {
  const { status } = error;
  const code = typeof error.code === 'number' ? error.code : undefined;
  return new DiscordCallFailed({
    call,
    failure: failureOf(status, code),
    status,
    code,
    faults: faultsOf(error.rawError),
  });
}

function failureOf(status: number, code: number | undefined): CallFailure {
  const known = code === undefined ? undefined : failureOfCode[code];
  if (known !== undefined) return known;
  if (status === 401) return 'bot-token-refused';
  if (status === 413) return 'too-large';
  if (status === 429) return 'rate-limited';
  // Without a code of its own it was not Discord that answered, but something on the way to it.
  return code === undefined ? 'unanswered' : 'rejected';
}

/** A 429 tells its wait; a limit that the library foresaw tells when it resets. */
function waitOf(error: RateLimitError): number {
  return Math.max(error.retryAfter, error.sublimitTimeout, error.retryAfter === 0 ? error.timeToReset : 0);
}

/** Paths and codes only: the messages beside them may quote what was sent. */
function faultsOf(rawError: object, path = ''): readonly string[] {
  const errors = path === '' && 'errors' in rawError ? rawError.errors : rawError;
  if (typeof errors !== 'object' || errors === null || (path === '' && !('errors' in rawError))) return [];
  return Object.entries(errors).flatMap(([key, value]: [string, unknown]) => {
    if (key === '_errors' && Array.isArray(value))
      return value.map((fault: unknown) => `${path}: ${codeOf(fault)}`);
    const inner = path === '' ? key : `${path}.${key}`;
    return typeof value === 'object' && value !== null ? faultsOf(value, inner) : [];
  });
}

function codeOf(fault: unknown): string {
  return typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : 'unknown';
}
