import type { Pause } from './pause.ts';
import { TelegramCallFailed } from './telegram-call-failed.ts';

export interface Patience {
  readonly pause: Pause;
  readonly signal?: AbortSignal;
  /** Most waiting in all; a minute by default. */
  readonly longestWaitMs?: number;
}

const mostTries = 3;
const firstDelayMs = 1_000;

/**
 * Makes a call again when Telegram asked to wait or did not answer: at most three times in all. A call without an answer may have arrived, so people can see such a message twice.
 *
 * @throws TelegramCallFailed the last failure.
 */
export async function persist<Result>(
  attempt: () => Promise<Result>,
  { pause, signal, longestWaitMs = 60_000 }: Patience,
): Promise<Result> {
  const isGivenUp = () => signal?.aborted === true;
  let waitedMs = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const delayMs = delayAfter(error, tries);
      const isOver = tries === mostTries || isGivenUp();
      if (delayMs === undefined || isOver || waitedMs + delayMs > longestWaitMs) throw error;
      waitedMs += delayMs;
      await pause(delayMs, signal);
      if (isGivenUp()) throw error;
    }
  }
}

function delayAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof TelegramCallFailed)) return undefined;
  if (error.failure !== 'rate-limited' && error.failure !== 'unanswered') return undefined;
  return error.retryAfterMs ?? firstDelayMs * 2 ** (tries - 1);
}
