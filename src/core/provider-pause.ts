import { setTimeout as delay } from 'node:timers/promises';
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
 * Asks for the account, which costs nothing, until it is in order again. A balance that has proved too small for what
 * people ask for is tried again only after the longest delay.
 */
export class ProviderPause {
  readonly #options: ProviderPauseOptions;
  readonly #stopping = new AbortController();
  #reason: PauseReason | undefined;
  /** The balance with which painting went on the last time. */
  #resumedWithDollars: number | undefined;

  constructor(options: ProviderPauseOptions) {
    this.#options = options;
  }

  get isPaused(): boolean {
    return this.#reason !== undefined;
  }

  /** Undefined while it is not paused. */
  get reason(): PauseReason | undefined {
    return this.#reason;
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
    const { log, onChange, wait = waitUnlessAborted } = this.#options;
    const { signal } = this.#stopping;
    for (let delayMs = firstCheckMs; ; delayMs = Math.min(delayMs * 2, longestCheckMs)) {
      await wait(delayMs, signal);
      if (signal.aborted) return;
      if (await this.#isInOrder(delayMs)) break;
    }
    if (signal.aborted) return;
    this.#reason = undefined;
    log.info({}, 'the account is in order again');
    onChange({ kind: 'resumed' });
  }

  async #isInOrder(delayMs: number): Promise<boolean> {
    const { log, model } = this.#options;
    const { signal } = this.#stopping;
    try {
      const { balanceDollars } = await model.checkAccount(signal);
      // It was not zero the last time either, and too small all the same: going on at once would fail everybody again.
      const known = this.#resumedWithDollars;
      const isAsBefore = known !== undefined && (balanceDollars ?? known) <= known;
      if (this.#reason === 'provider-out-of-funds' && isAsBefore && delayMs < longestCheckMs) {
        log.warn({ balanceDollars }, 'the balance is no more than what was too little before');
        return false;
      }
      this.#resumedWithDollars = balanceDollars ?? known;
      return true;
    } catch (error) {
      const code = error instanceof GenerationFailure ? error.code : undefined;
      if (!signal.aborted) log.warn({ code, error }, 'the account is not in order yet');
      return false;
    }
  }
}

/** Resolves early, and without an error, when the signal is aborted. */
async function waitUnlessAborted(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(delayMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
