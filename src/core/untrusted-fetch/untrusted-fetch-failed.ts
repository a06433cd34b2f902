/**
 * Every way in which an untrusted address can fail to give a file. The set is closed, so every member can have words
 * for the person.
 *
 * - `address-unreadable`: no absolute address, an overlong one, or one written so that programs read it differently.
 * - `scheme-refused`, `port-refused`, `credentials-refused`: other than http(s), other than 80 and 443, `user:password@`.
 * - `host-refused`: the host is, or resolves to, an address that is not public.
 * - `origin-refused`: not one of the origins that the caller allows.
 * - `host-unknown`: the name does not resolve. `unreachable`: no connection, or no TLS.
 * - `redirect-refused`: a redirect from https to http, or to nowhere. `too-many-redirects`.
 * - `status-refused`: the answer is not 200; see `status`.
 * - `too-large`: more than the bytes allowed. `timed-out`: no connection, no header, no byte or no end in time.
 * - `answer-broken`: the answer ended early, or cannot be read as HTTP or in its content encoding.
 */
export type UntrustedFetchReason =
  | 'address-unreadable'
  | 'scheme-refused'
  | 'port-refused'
  | 'credentials-refused'
  | 'host-refused'
  | 'origin-refused'
  | 'host-unknown'
  | 'unreachable'
  | 'redirect-refused'
  | 'too-many-redirects'
  | 'status-refused'
  | 'too-large'
  | 'timed-out'
  | 'answer-broken';

/** Nothing was fetched. Says nothing of the address itself: a platform's file address may hold a token. */
export class UntrustedFetchFailed extends Error {
  override readonly name = 'UntrustedFetchFailed';
  readonly reason: UntrustedFetchReason;
  /** The HTTP status, with `status-refused`. */
  readonly status: number | undefined;

  constructor(reason: UntrustedFetchReason, details: { status?: number; causeCode?: string } = {}) {
    const more = [details.status, details.causeCode].filter((part) => part !== undefined).join(', ');
    super(`the file was not fetched: ${reason}${more === '' ? '' : ` (${more})`}`);
    this.reason = reason;
    this.status = details.status;
  }
}

/** The code of a system or library error, such as `ECONNREFUSED`: it names a kind of trouble, never an address. */
export function causeCodeOf(error: unknown): { causeCode?: string } {
  const isCoded = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isCoded ? { causeCode: error.code as string } : {};
}
