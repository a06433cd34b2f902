import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { UpdateInbox } from './update-inbox.ts';

export interface WebhookPagesOptions {
  readonly inbox: UpdateInbox;
  /** What Telegram proves itself with. */
  readonly secret: string;
  readonly log: Log;
}

/** Updates are a few kilobytes; the longest message with all its entities is far below this. */
const longestBodyBytes = 1_000_000;

const update = z.looseObject({ update_id: z.int().nonnegative() });

/**
 * Creates what Telegram calls with every update: https://core.telegram.org/bots/api#setwebhook
 *
 * It answers 200 when the update is committed. Whatever else it answers, Telegram brings the update again.
 */
export function createWebhookPages({ inbox, log, secret }: WebhookPagesOptions): Hono {
  const pages = new Hono();
  pages.use(async (context, next) => {
    if (context.req.method !== 'POST')
      return context.text('only POST is answered here\n', 405, { Allow: 'POST' });
    if (!isSame(context.req.header('X-Telegram-Bot-Api-Secret-Token') ?? '', secret))
      return context.text('expected the secret token\n', 401);
    return next();
  });
  pages.use(
    bodyLimit({
      maxSize: longestBodyBytes,
      onError: (context) => context.text('expected an update, which is shorter\n', 413),
    }),
  );
  pages.post('*', async (context) => {
    const read = update.safeParse(await context.req.json().catch(() => undefined));
    if (!read.success) return context.text('expected an update\n', 400);
    await inbox.take(read.data);
    return context.body(null, 200);
  });
  pages.onError((error, context) => {
    log.error({ error }, 'an update could not be taken in; Telegram brings it again');
    return context.text('it could not be kept; bring it again\n', 500);
  });
  return pages;
}

/** Takes as long however much of it is right. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
