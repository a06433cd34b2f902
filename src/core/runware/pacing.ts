import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or rejects with the signal's reason. Injected wherever time passes, so that tests need none. */
export type Wait = (delayMs: number, signal: AbortSignal) => Promise<void>;

export const waitInRealTime: Wait = async (delayMs, signal) => {
  signal.throwIfAborted();
  try {
    await sleep(delayMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

/** Delays between questions: 1 s, growing by half each time, up to 10 s. */
export function* askingDelays(): Generator<number, never> {
  for (let delayMs = 1000; ; delayMs = Math.min(delayMs * 1.5, 10_000)) yield delayMs;
}

/** Delay before the next try: doubled each time from half a second up to 10 s, the upper half of it left to chance. */
export function backoffMs(failedTries: number, random: () => number): number {
  const ceilingMs = Math.min(500 * 2 ** failedTries, 10_000);
  return ceilingMs / 2 + (random() * ceilingMs) / 2;
}

/** Settles like the promise, unless the signal is aborted first: then rejects with its reason. */
export async function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
