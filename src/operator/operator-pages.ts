import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { resolveLanguage } from '../commands/texts/texts.ts';
import type { Wording } from '../commands/wording.ts';
import type { Log } from '../core/log.ts';
import type { ModelCatalog } from '../core/model-catalog.ts';
import type { PictureStore } from '../core/pictures/picture-store.ts';
import { PictureMissing } from '../core/pictures/picture-store.ts';
import { createPageGuard } from '../web/page-guard.ts';
import { createPageHeaders } from '../web/page-headers.ts';
import { renderOperatorPage } from './operator-page.ts';
import type { OperatorViewTools } from './operator-view.ts';
import { findOnWall, readOperatorView } from './operator-view.ts';

export interface OperatorPagesOptions extends OperatorViewTools {
  readonly password: string;
  readonly pictures: PictureStore;
  readonly catalog: ModelCatalog;
  readonly wording: Wording;
  /** Whether this process paints. */
  readonly works: boolean;
  readonly log: Log;
  readonly now: () => number;
}

/** Creates the page on which whoever runs Easel sees how it does. It changes nothing, and no script runs on it. */
export function createOperatorPages(options: OperatorPagesOptions): Hono {
  const { catalog, log, now, password, pictures, wording, works } = options;
  const css = readFileSync(new URL('operator.css', import.meta.url), 'utf8');
  const pages = new Hono();
  pages.use(createPageHeaders({ scriptHashes: [] }));
  pages.use(createPageGuard({ password, realm: 'Easel operator' }));
  pages.use(async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    return context.text('only GET is answered here\n', 405, { Allow: 'GET, HEAD' });
  });
  pages.get('/admin', async (context) => {
    const wanted = context.req.query('language') ?? context.req.header('Accept-Language') ?? '';
    const language = resolveLanguage(wanted);
    const view = await readOperatorView(options);
    context.header('Cache-Control', 'no-store');
    return context.html(renderOperatorPage(view, { catalog, language, wording, works, nowMs: now() }));
  });
  pages.get('/admin/operator.css', (context) =>
    context.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
  pages.get('/admin/pictures/:generation/:position', async (context) => {
    const { generation, position } = context.req.param();
    const picture = await findOnWall({ generationId: generation, position: Number(position) }, options);
    if (picture === undefined) return context.notFound();
    try {
      const bytes = new Uint8Array(await pictures.read(picture.key));
      return context.body(bytes, 200, {
        'Content-Type': picture.mediaType,
        'Cache-Control': 'private, no-cache',
      });
    } catch (error) {
      if (!(error instanceof PictureMissing)) throw error;
      return context.notFound();
    }
  });
  pages.notFound((context) => context.text('nothing is here\n', 404));
  pages.onError((error, context) => {
    log.error({ error, path: context.req.path }, "the operator's page failed");
    return context.text('this page failed; the log says why\n', 500);
  });
  return pages;
}
