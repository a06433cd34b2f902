import type { FailureCode } from './failure.ts';
import { GenerationFailure } from './failure.ts';
import type { ImageModel } from './image-model.ts';
import type { Log } from './log.ts';

export type PauseReason = Extract<FailureCode, 'provider-out-of-funds' | 'provider-key-rejected'>;

export interface ProviderPauseOptions {
  readonly model: Pick<ImageModel, 'checkAccount'>;
  /** Told once when painting stops and once when it goes on. */
  readonly onChange: (change: ProviderChange) => void;
  readonly log: Log;
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

export type ProviderChange =
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  | { readonly kind: 'resumed' };

const firstCheckMs = 15_000;
const longestCheckMs = 5 * 60_000;

/**
 * Stops all painting while the account cannot pay or its key is refused: every further call would fail the same way.
 * Asks for the account, which costs nothing, until it is in order again.
 */
export class ProviderPause {
  readonly #options: ProviderPauseOptions;
  readonly #stopping = new AbortController();
  #reason: PauseReason | undefined;

  constructor(options: ProviderPauseOptions) {
    this.#options = options;
  }

  get isPaused(): boolean {
    return this.#reason !== undefined;
  }

  /** Takes note of how a call failed. */
  notice({ code }: GenerationFailure): void {
    if (code !== 'provider-out-of-funds' && code !== 'provider-key-rejected') return;
    if (this.#reason !== undefined || this.#stopping.signal.aborted) return;
    this.#reason = code;
    this.#options.log.error({ code }, 'painting is paused until the account is in order');
    this.#options.onChange({ kind: 'paused', reason: code });
    void this.#check();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #check(): Promise<void> {
    const { log, model, onChange, wait = waitFor } = this.#options;
    const { signal } = this.#stopping;
    for (let delayMs = firstCheckMs; !signal.aborted; delayMs = Math.min(delayMs * 2, longestCheckMs)) {
      await wait(delayMs, signal);
      if (signal.aborted) return;
      try {
        await model.checkAccount(signal);
        break;
      } catch (error) {
        if (signal.aborted) return;
        const code = error instanceof GenerationFailure ? error.code : undefined;
        log.warn({ code, error }, 'the account is not in order yet');
      }
    }
    if (signal.aborted) return;
    this.#reason = undefined;
    log.info({}, 'the account is in order again');
    onChange({ kind: 'resumed' });
  }
}

/** Resolves early, and without an error, when the signal is aborted. */
function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
