import type { Service } from './exchange.ts';

/** What can go wrong with one call on its way. Those before the arrival are never carried out, those after it are. */
export type Trouble =
  /** The process is killed; the call never arrives. */
  | { readonly kind: 'kill-before' }
  /** The call is carried out; the process is killed before it hears of it. */
  | { readonly kind: 'kill-after' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  | { readonly kind: 'hang-before'; readonly forMs: number }
  | { readonly kind: 'hang-after'; readonly forMs: number }
  | { readonly kind: 'slow'; readonly byMs: number }
  /** Half of the answer, then a reset. */
  | { readonly kind: 'truncated' }
  /** A 5xx, or a proxy's page, instead of carrying it out. */
  | { readonly kind: 'server-error' }
  | { readonly kind: 'html' }
  /** Carried out, but a proxy's page comes back. */
  | { readonly kind: 'html-after' }
  | { readonly kind: 'too-many-requests' };

export interface RefusalAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const page = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** The page of something that stands in front of a service. */
export const gatewayPage: RefusalAnswer = { status: 502, contentType: 'text/html', headers: {}, body: page };

/** How a service says that it has trouble of its own. */
export function serverError(service: Service): RefusalAnswer {
  const body =
    service === 'telegram'
      ? { ok: false, error_code: 500, description: 'Internal Server Error' }
      : service === 'discord'
        ? { message: '500: Internal Server Error', code: 0 }
        : { errors: [{ code: 'internalServerError', message: 'Something went wrong.' }] };
  return asJson(service === 'telegram' ? 500 : 503, body);
}

/** How a service asks for a pause of one second. */
export function tooManyRequests(service: Service): RefusalAnswer {
  switch (service) {
    case 'telegram':
      return asJson(429, {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 1',
        parameters: { retry_after: 1 },
      });
    case 'discord':
      return asJson(
        429,
        { message: 'You are being rate limited.', retry_after: 0.4, global: false },
        { 'retry-after': '1', 'x-ratelimit-scope': 'shared' },
      );
    case 'runware':
      return asJson(
        429,
        { data: [], errors: [{ code: 'rateLimitExceeded', message: 'Too many requests.' }] },
        { 'retry-after': '1' },
      );
    default:
      return service satisfies never;
  }
}

function asJson(status: number, body: unknown, headers: Record<string, string> = {}): RefusalAnswer {
  return { status, contentType: 'application/json', headers, body: JSON.stringify(body) };
}
