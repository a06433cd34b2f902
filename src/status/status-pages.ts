import { Hono } from 'hono';
import type { Log } from '../core/log.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface StatusPagesOptions {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Whether a path belongs to the status server itself. */
export function isStatusPath(path: string): boolean {
  return path === '/metrics' || path.startsWith('/health/');
}

/** Creates the pages of the status server. They take only GET and HEAD and change nothing. */
export function createStatusPages({ readiness, metrics, log }: StatusPagesOptions): Hono {
  const pages = new Hono();
  pages.use(async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    return context.text('only GET is answered here\n', 405, { Allow: 'GET, HEAD' });
  });
  pages.get('/health/live', (context) => context.json({ status: 'live' }));
  pages.get('/health/ready', (context) => {
    const status = readiness.isReady ? 'ready' : 'not-ready';
    const parts = readiness.parts.map(({ name, isReady, state, reason, sinceMs }) => ({
      name,
      status: isReady ? 'ready' : 'not-ready',
      state,
      ...(reason === undefined ? {} : { reason }),
      since: new Date(sinceMs).toISOString(),
    }));
    return context.json({ status, parts }, readiness.isReady ? 200 : 503);
  });
  pages.get('/metrics', async (context) =>
    context.body(await metrics.render(), 200, { 'Content-Type': metrics.contentType }),
  );
  pages.notFound((context) => context.text('nothing is here\n', 404));
  pages.onError((error, context) => {
    log.error({ error, path: context.req.path }, 'a status page failed');
    return context.text('this page failed; the log says why\n', 500);
  });
  return pages;
}
