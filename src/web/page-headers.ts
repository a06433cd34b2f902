import type { MiddlewareHandler } from 'hono';

export interface PageHeadersOptions {
  /** Hashes of the scripts that stand in the page itself, as in `sha256-…`. */
  readonly scriptHashes: readonly string[];
}

/** Says to browsers what pages may do: load their own files and nothing else, be framed by nobody. */
export function createPageHeaders({ scriptHashes }: PageHeadersOptions): MiddlewareHandler {
  const scripts = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)].join(' ');
  const policy = [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    // A picture that somebody is about to send is shown from memory.
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set('Content-Security-Policy', policy);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    headers.set('Referrer-Policy', 'no-referrer');
    headers.set('X-Content-Type-Options', 'nosniff');
  };
}
