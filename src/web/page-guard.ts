import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

export interface PageGuardOptions {
  /** What a browser has to know; undefined lets only programs of this machine in, by its own names. */
  readonly password: string | undefined;
  /** What the browser asks the password for. */
  readonly realm: string;
}

/**
 * Lets in whoever may see a page. Without a password the page has to be asked for under a name of this machine: a web
 * site whose name suddenly means 127.0.0.1 (DNS rebinding) is refused. What changes something has to come from the page
 * itself, whatever other site a browser has open.
 */
export function createPageGuard({ password, realm }: PageGuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('Host') ?? '';
    if (password === undefined && !isOwnName(host))
      return context.text('expected a name of this machine\n', 421);
    if (password !== undefined && !knows(password, context.req.header('Authorization'))) {
      context.header('WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`);
      return context.text('expected the password\n', 401);
    }
    if (!isReading(context.req.method) && !comesFrom(host, context.req.header('Origin'))) {
      return context.text('expected a request of this page\n', 403);
    }
    return next();
  };
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isOwnName(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** Every browser names the origin of what it sends: https://fetch.spec.whatwg.org/#origin-header */
function comesFrom(host: string, origin: string | undefined): boolean {
  return origin !== undefined && URL.parse(origin)?.host === host.toLowerCase();
}

/** The user name may be anything: there is one password for all. */
function knows(password: string, authorization = ''): boolean {
  const [, encoded = ''] = /^Basic ([\w+/=]+)$/i.exec(authorization) ?? [];
  const given = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
  return timingSafeEqual(digest(given), digest(password));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
