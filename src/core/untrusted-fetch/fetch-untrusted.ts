import type { LookupAddress } from 'node:dns';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as sendRequest } from 'node:http';
import { type Dial, dialDirectly } from './dial.ts';
import { bareHost, type Lookup, resolveHost, resolvePublicHost, systemLookup } from './host-resolution.ts';
import { readAddress, readRedirect } from './read-address.ts';
import { type CappedBodyOptions, readCappedBody } from './read-capped-body.ts';
import { causeCodeOf, UntrustedFetchFailed } from './untrusted-fetch-failed.ts';

export interface FetchUntrustedOptions {
  /** Most bytes taken, on the wire and after decompression. */
  readonly maxBytes: number;
  /** For everything from the look-up of the name to the last byte, redirects included. */
  readonly timeoutMs: number;
  /** For each answer to begin, connecting included. */
  readonly headersTimeoutMs?: number;
  /** The longest silence within an answer. */
  readonly idleTimeoutMs?: number;
  readonly maxRedirects: number;
  readonly signal: AbortSignal | undefined;
  /** When given, nothing is fetched from anywhere else, redirects included. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Origins of the operator's own choosing, such as a platform's file server: any port and any address is theirs.
   * Never give them for an address that a person wrote: a local file server would be open to everyone.
   * A redirect from elsewhere to such an origin is not trusted.
   */
  readonly trustedOrigins?: readonly string[];
  readonly lookup?: Lookup;
  readonly dial?: Dial;
}

export interface FetchedFile {
  readonly bytes: Buffer;
  /** What the server said it is, in lower case and without parameters. A claim, not a fact. */
  readonly claimedMediaType: string | undefined;
}

const defaults = { headersTimeoutMs: 10_000, idleTimeoutMs: 10_000 } as const;
const allowedPorts = ['', '80', '443'];
const redirectStatuses = [301, 302, 303, 307, 308];
const maxHeaderBytes = 16_384;

/**
 * Fetches a file from an address that nobody vouches for, such as one that a person sent. Only http(s) on ports 80 and
 * 443 of public addresses is reached; names are resolved once and the connection goes to the checked addresses; every
 * redirect is checked as the first address was. Nothing but the request itself is sent: no cookies, no credentials, no
 * referrer, no keys. Proxies of the environment are not used.
 *
 * @throws UntrustedFetchFailed; the signal's reason when it is aborted.
 */
export async function fetchUntrusted(address: string, options: FetchUntrustedOptions): Promise<FetchedFile> {
  options.signal?.throwIfAborted();
  const total = startTimer(options.timeoutMs);
  const signal = AbortSignal.any([total.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  try {
    return await follow(readAddress(address), { ...options, signal });
  } finally {
    total.stop();
  }
}

type HopOptions = FetchUntrustedOptions & { readonly signal: AbortSignal };

async function follow(start: URL, options: HopOptions): Promise<FetchedFile> {
  let url = start;
  let isTrusted = true;
  for (let redirects = 0; redirects <= options.maxRedirects; redirects += 1) {
    isTrusted &&= options.trustedOrigins?.includes(url.origin) ?? false;
    const addresses = await checkedAddresses(url, isTrusted, options);
    const fetched = await ask(url, addresses, options);
    if (!(fetched instanceof URL)) return fetched;
    url = fetched;
  }
  throw new UntrustedFetchFailed('too-many-redirects');
}

async function checkedAddresses(
  url: URL,
  isTrusted: boolean,
  { allowedOrigins, lookup = systemLookup, signal }: HopOptions,
): Promise<readonly LookupAddress[]> {
  if (allowedOrigins?.includes(url.origin) === false) throw new UntrustedFetchFailed('origin-refused');
  if (!isTrusted && !allowedPorts.includes(url.port)) throw new UntrustedFetchFailed('port-refused');
  const resolve = isTrusted ? resolveHost : resolvePublicHost;
  return unlessAborted(resolve(bareHost(url), lookup), signal);
}

/** Asks one server: the file, or where it says that the file is. */
async function ask(
  url: URL,
  addresses: readonly LookupAddress[],
  options: HopOptions,
): Promise<FetchedFile | URL> {
  const silence = startTimer(options.headersTimeoutMs ?? defaults.headersTimeoutMs);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  const request = openRequest(url, addresses, { dial: options.dial ?? dialDirectly, signal });
  try {
    const answer = await answerOf(request);
    const onPiece = () => silence.restart(options.idleTimeoutMs ?? defaults.idleTimeoutMs);
    onPiece();
    const fetched = await readAnswer(answer, url, { maxBytes: options.maxBytes, onPiece });
    // A body without a length ends with its connection, so cutting the connection looks like a good end.
    signal.throwIfAborted();
    return fetched;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    silence.stop();
    request.destroy();
  }
}

async function readAnswer(
  answer: IncomingMessage,
  url: URL,
  options: CappedBodyOptions,
): Promise<FetchedFile | URL> {
  const { statusCode: status = 0, headers } = answer;
  if (redirectStatuses.includes(status)) {
    if (headers.location === undefined) throw new UntrustedFetchFailed('redirect-refused');
    return readRedirect(headers.location, url);
  }
  if (status !== 200) throw new UntrustedFetchFailed('status-refused', { status });
  const bytes = await readCappedBody(answer, options);
  const claimedMediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return { bytes, claimedMediaType: claimedMediaType === '' ? undefined : claimedMediaType };
}

function openRequest(
  url: URL,
  addresses: readonly LookupAddress[],
  { dial, signal }: { readonly dial: Dial; readonly signal: AbortSignal },
): ClientRequest {
  const isTls = url.protocol === 'https:';
  const host = bareHost(url);
  const port = Number(url.port === '' ? (isTls ? 443 : 80) : url.port);
  return sendRequest({
    method: 'GET',
    path: `${url.pathname}${url.search}`,
    headers: {
      Host: url.host.replace(/\.(?=:|$)/, ''),
      Accept: 'image/*, */*;q=0.5',
      'Accept-Encoding': 'identity',
      'User-Agent': 'Easel',
      Connection: 'close',
    },
    createConnection: () => dial({ host, addresses, port, isTls }),
    maxHeaderSize: maxHeaderBytes,
    insecureHTTPParser: false,
    signal,
  });
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('upgrade', () => reject(new UntrustedFetchFailed('answer-broken')));
    // Stays for the life of the request: a connection may break again after it was given up.
    request.on('error', (error) => reject(connectionFailed(request, error)));
    request.end();
  });
}

function connectionFailed(request: ClientRequest, error: Error): UntrustedFetchFailed {
  const isConnected = (request.socket?.bytesRead ?? 0) > 0;
  const isTlsOpen = !(request.socket !== null && 'authorized' in request.socket) || request.socket.authorized;
  return new UntrustedFetchFailed(
    isConnected && isTlsOpen ? 'answer-broken' : 'unreachable',
    causeCodeOf(error),
  );
}

/** Stops waiting for what cannot be stopped itself. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** A signal that is aborted with `timed-out` unless it is restarted or stopped in time. */
function startTimer(timeoutMs: number): {
  readonly signal: AbortSignal;
  restart(timeoutMs: number): void;
  stop(): void;
} {
  const controller = new AbortController();
  const expire = () => controller.abort(new UntrustedFetchFailed('timed-out'));
  let timer = setTimeout(expire, timeoutMs);
  return {
    signal: controller.signal,
    restart(nextTimeoutMs) {
      clearTimeout(timer);
      timer = setTimeout(expire, nextTimeoutMs);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
