/** `failed`: Easel cannot work as things are. `warning`: it works, and somebody should look all the same. */
export type Verdict = 'ok' | 'warning' | 'failed';

/** What one check found, in words that hold no secret. */
export interface Result {
  readonly verdict: Verdict;
  /** What is the case and, where something is to be mended, how. */
  readonly words: string;
}

/** The result of a check, and what was looked at. */
export interface Finding extends Result {
  readonly subject: string;
  /** Whether a setting is wrong, as opposed to the world. */
  readonly isSetting: boolean;
}

export function ok(words: string): Result {
  return { verdict: 'ok', words };
}

export function warning(words: string): Result {
  return { verdict: 'warning', words };
}

export function failed(words: string): Result {
  return { verdict: 'failed', words };
}
