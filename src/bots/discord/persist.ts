import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../core/log.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { GatewayRefused } from './gateway-connection.ts';

export interface Persistence {
  readonly log: Log;
  /** Aborted when nobody wants it any more. */
  readonly signal: AbortSignal;
  /** Doubles up to a minute; a second by default. */
  readonly firstRetryMs?: number | undefined;
}

const longestRetryMs = 60_000;

/**
 * Tries again until it succeeds; undefined when it was aborted before. An attempt that is under way then is left alone: a login
 * whose client is closed never comes to an end.
 *
 * @throws what trying again cannot mend.
 */
export async function persist<Result>(
  what: string,
  attempt: () => Promise<Result>,
  { firstRetryMs = 1_000, log, signal }: Persistence,
): Promise<Result | undefined> {
  const aborted = untilAborted(signal);
  for (let retryMs = firstRetryMs; !signal.aborted; retryMs = Math.min(retryMs * 2, longestRetryMs)) {
    try {
      return await Promise.race([attempt(), aborted]);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (isFinal(error)) throw error;
      log.warn({ error, retryMs }, `could not ${what}; trying again`);
      await wait(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function isFinal(error: unknown): boolean {
  if (error instanceof GatewayRefused) return true;
  return (
    error instanceof DiscordCallFailed && error.failure !== 'unanswered' && error.failure !== 'rate-limited'
  );
}
