import { readLimited, TooLarge } from './read-limited.ts';
import { type ResponseBody, readResponseBody } from './response-body.ts';

/** What came of sending one request. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Undefined when the body was not the API's JSON. */
      readonly body: ResponseBody | undefined;
      readonly retryAfterMs: number | undefined;
    }
  /** The request certainly never left this machine. */
  | { readonly kind: 'unsent'; readonly cause: unknown }
  /** The request may have arrived; its answer did not. */
  | { readonly kind: 'lost'; readonly cause: unknown };

export interface RunwareTransportOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly maxAnswerBytes: number;
}

export interface Posting {
  readonly path: 'configured' | 'root';
  /** A JSON text. */
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Posts one task at a time and tells what is known of its fate. */
export class RunwareTransport {
  readonly #options: RunwareTransportOptions;
  readonly #headers: Headers;
  readonly #urls: Readonly<Record<Posting['path'], string>>;

  /** @throws Error when the URL is none or the key cannot be sent in a header. */
  constructor(options: RunwareTransportOptions) {
    this.#options = options;
    this.#headers = headersWith(options.apiKey);
    const configured = new URL(options.url);
    const root = new URL(configured);
    root.pathname = configured.pathname.replace(/\/image\/generate\/?$/, '') || '/';
    this.#urls = { configured: configured.href, root: root.href };
  }

  /** Whether the configured address is not the API's documented root itself. */
  get hasPathOfItsOwn(): boolean {
    return this.#urls.configured !== this.#urls.root;
  }

  /** @throws the signal's reason when it is aborted. */
  async post({ path, body, timeoutMs, signal }: Posting): Promise<Exchange> {
    signal.throwIfAborted();
    try {
      const response = await this.#options.fetch(this.#urls[path], {
        method: 'POST',
        headers: this.#headers,
        body,
        // Following would repeat the request, key and all, somewhere else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      return await this.#read(response);
    } catch (cause) {
      signal.throwIfAborted();
      return { kind: neverLeft(cause) ? 'unsent' : 'lost', cause };
    }
  }

  async #read(response: Response): Promise<Exchange> {
    const { status } = response;
    const retryAfterMs = this.#retryAfter(response.headers.get('retry-after'));
    try {
      const bytes = await readLimited(response, this.#options.maxAnswerBytes);
      return { kind: 'answer', status, body: parseBody(bytes), retryAfterMs };
    } catch (cause) {
      if (!(cause instanceof TooLarge)) throw cause;
      return { kind: 'answer', status, body: undefined, retryAfterMs };
    }
  }

  /** Seconds or a date (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). */
  #retryAfter(header: string | null): number | undefined {
    if (header === null) return undefined;
    const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : undefined;
    const delayMs = seconds === undefined ? Date.parse(header) - this.#options.now() : seconds * 1000;
    return Number.isFinite(delayMs) ? Math.max(0, delayMs) : undefined;
  }
}

function headersWith(apiKey: string): Headers {
  try {
    return new Headers({ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' });
  } catch {
    // The original error quotes the value.
    throw new Error('the API key contains characters that a header cannot carry');
  }
}

function parseBody(bytes: Buffer): ResponseBody | undefined {
  try {
    return readResponseBody(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const codesBeforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
]);

function neverLeft(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null) return false;
  const code = 'code' in cause ? String(cause.code) : '';
  const call = 'syscall' in cause ? String(cause.syscall) : '';
  // A network that goes away while an answer is read has the same codes as one that was never there.
  if (call !== '') return call === 'connect' || call === 'getaddrinfo';
  return codesBeforeSending.has(code);
}
