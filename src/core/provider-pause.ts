import { setTimeout as delay } from 'node:timers/promises';
import { GenerationFailure } from './failure.ts';
import type { ImageModel } from './image-model.ts';
import type { Log } from './log.ts';
import type { PauseReason } from './pause-reason.ts';
import type { SharedPause } from './shared-pause.ts';

export interface ProviderPauseOptions {
  readonly model: Pick<ImageModel, 'checkAccount'>;
  /** Told once when painting stops and once when it goes on. */
  readonly onChange: (change: ProviderChange) => void;
  readonly log: Log;
  /** Where other processes paint with the same account. */
  readonly shared?: SharedPause | undefined;
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

export type ProviderChange =
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly by: NoticedBy }
  | { readonly kind: 'resumed'; readonly by: NoticedBy };

/** Which process found it out, and tells of it. */
type NoticedBy = 'this process' | 'another process';

const firstCheckMs = 15_000;
const longestCheckMs = 5 * 60_000;

/** How much longer than until the next check it counts elsewhere, should this process end in between. */
const spareMs = 30_000;

/** What another process found out is known after this. */
const lookEveryMs = 1_000;

/**
 * Stops all painting while the account cannot pay or its key is refused: every further call would fail the same way.
 * Asks for the account, which costs nothing, until it is in order again. A balance that has proved too small for what
 * people ask for is tried again only after the longest delay.
 */
export class ProviderPause {
  readonly #options: ProviderPauseOptions;
  readonly #stopping = new AbortController();
  #reason: PauseReason | undefined;
  /** Another process asks for the account. */
  #isLookedAfter = false;
  #timer: NodeJS.Timeout | undefined;
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
    if (this.#options.shared === undefined) this.#begin(code);
    else void this.#beginUnlessKnown(code);
  }

  /** Learns from now on what other processes find out. */
  async start(): Promise<void> {
    if (this.#options.shared === undefined) return;
    await this.#look();
    this.#timer ??= setInterval(() => void this.#look(), lookEveryMs);
  }

  /** The others find out by themselves how things stand. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const looksAfterIt = this.#reason !== undefined && !this.#isLookedAfter;
    this.#stopping.abort();
    if (looksAfterIt) await this.#tell((shared) => shared.end());
  }

  #begin(reason: PauseReason): void {
    this.#options.onChange({ kind: 'paused', reason, by: 'this process' });
    void this.#check(reason);
  }

  async #beginUnlessKnown(reason: PauseReason): Promise<void> {
    this.#isLookedAfter =
      (await this.#tell((shared) => shared.begin(reason, firstCheckMs + spareMs))) === false;
    if (this.#isLookedAfter) this.#options.onChange({ kind: 'paused', reason, by: 'another process' });
    else this.#begin(reason);
  }

  async #look(): Promise<void> {
    const { onChange } = this.#options;
    if (this.#reason !== undefined && !this.#isLookedAfter) return;
    const found = await this.#tell(async (pause) => ({ known: await pause.find() }));
    if (found === undefined || this.#stopping.signal.aborted || found.known === this.#reason) return;
    const { known } = found;
    // Noticed here while it was looked for.
    if (this.#reason !== undefined && !this.#isLookedAfter) return;
    this.#reason = known;
    this.#isLookedAfter = known !== undefined;
    const by = 'another process';
    onChange(known === undefined ? { kind: 'resumed', by } : { kind: 'paused', reason: known, by });
  }

  /** What the others cannot be told, or do not tell, they find out by themselves. */
  async #tell<Result>(tell: (shared: SharedPause) => Promise<Result>): Promise<Result | undefined> {
    const { log, shared } = this.#options;
    try {
      return shared && (await tell(shared));
    } catch (error) {
      log.warn({ error }, 'whether painting is paused elsewhere is not known');
      return undefined;
    }
  }

  async #check(reason: PauseReason): Promise<void> {
    const { log, onChange, wait = waitUnlessAborted } = this.#options;
    const { signal } = this.#stopping;
    for (let delayMs = firstCheckMs; ; delayMs = Math.min(delayMs * 2, longestCheckMs)) {
      await this.#tell((shared) => shared.goesOn(reason, delayMs + spareMs));
      await wait(delayMs, signal);
      if (signal.aborted) return;
      if (await this.#isInOrder(delayMs)) break;
    }
    if (signal.aborted) return;
    this.#reason = undefined;
    log.info({}, 'the account is in order again');
    await this.#tell((shared) => shared.end());
    onChange({ kind: 'resumed', by: 'this process' });
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
