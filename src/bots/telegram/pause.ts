import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after `ms` milliseconds, or at once when `signal` is aborted. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

export const realPause: Pause = async (ms, signal) => {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
};
