import type { TelegramUpdate } from '@gramio/types';
import { conflict } from './bot-api-error.ts';
import { updateTypes } from './bot-api-schema.ts';
import type { Changes } from './changes.ts';

type PollOptions = {
  readonly offset: number | undefined;
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** Fires when the poller hangs up. */
  readonly signal: AbortSignal;
};

type Poller = { readonly wake: () => void; readonly end: (error: Error) => void };

// Left out unless named: https://core.telegram.org/bots/api#getupdates, `allowed_updates`.
const onRequestOnly = ['chat_member', 'message_reaction', 'message_reaction_count'];

/**
 * The updates waiting for the bot, as getUpdates gives them out: at least once, in order, until a higher offset
 * confirms them (https://core.telegram.org/bots/api#getupdates).
 */
export class UpdateQueue {
  readonly #changes: Changes;
  #pending: TelegramUpdate[] = [];
  #redelivered: TelegramUpdate[] = [];
  #allowed: readonly string[] = [];
  #nextUpdateId: number;
  #confirmedBelow = 0;
  readonly #delivered = new Set<number>();
  #tellNew: () => void = () => {};
  #poller: Poller | undefined;

  constructor(changes: Changes, firstUpdateId: number) {
    this.#changes = changes;
    this.#nextUpdateId = firstUpdateId;
  }

  get nextUpdateId(): number {
    return this.#nextUpdateId;
  }

  get pending(): readonly TelegramUpdate[] {
    return this.#pending;
  }

  /** True while a getUpdates call is held open. */
  get isPolled(): boolean {
    return this.#poller !== undefined;
  }

  /** Remembers which kinds to make from now on; an empty list is the documented default. */
  allow(types: readonly string[]): void {
    this.#allowed = types;
  }

  get allowed(): readonly string[] {
    return this.#allowed.length > 0
      ? this.#allowed
      : updateTypes.filter((type) => !onRequestOnly.includes(type));
  }

  /** Makes an update; `undefined` when its kind is not among the allowed ones. */
  push(content: Omit<TelegramUpdate, 'update_id'>): TelegramUpdate | undefined {
    if (!Object.keys(content).every((type) => this.allowed.includes(type))) return undefined;
    const update = { update_id: this.#nextUpdateId, ...content };
    this.#nextUpdateId += 1;
    this.#pending.push(update);
    this.#poller?.wake();
    this.#tellNew();
    this.#changes.announce();
    return update;
  }

  /** Sends an update once more with the next answer, even when it is confirmed. */
  redeliver(update: TelegramUpdate): void {
    this.#redelivered.push(update);
    this.#poller?.wake();
    this.#tellNew();
  }

  isConfirmed(updateId: number): boolean {
    return updateId < this.#confirmedBelow || this.#delivered.has(updateId);
  }

  /** Tells a webhook of every update that is new, or is to be brought once more. */
  onNew(listener: () => void): void {
    this.#tellNew = listener;
  }

  /** What a webhook is to bring, in its order. */
  get waiting(): readonly TelegramUpdate[] {
    return [...this.#redelivered, ...this.#pending];
  }

  /** A webhook has brought it, and it was taken. */
  delivered(update: TelegramUpdate): void {
    const again = this.#redelivered.indexOf(update);
    if (again >= 0) this.#redelivered.splice(again, 1);
    this.#pending = this.#pending.filter((one) => one !== update);
    this.#delivered.add(update.update_id);
    this.#changes.announce();
  }

  dropPending(): void {
    this.#pending = [];
    this.#redelivered = [];
  }

  /** Answers a held call now with what there is. */
  flush(): void {
    this.#poller?.wake();
  }

  /** Ends a held call as Telegram does when another way of receiving updates takes over. */
  interrupt(reason: string): void {
    this.#poller?.end(conflict(reason));
  }

  /** Answers one getUpdates call: at once when there is something, else after waiting up to the time-out. */
  async poll({ offset, limit, timeoutSeconds, signal }: PollOptions): Promise<TelegramUpdate[]> {
    this.interrupt('terminated by other getUpdates request; make sure that only one bot instance is running');
    this.#confirm(offset);
    const ready = this.#take(limit);
    if (ready.length > 0 || timeoutSeconds <= 0 || signal.aborted) return ready;
    await this.#hold(timeoutSeconds * 1000, signal);
    return signal.aborted ? [] : this.#take(limit);
  }

  #confirm(offset: number | undefined): void {
    if (offset === undefined || offset === 0) return;
    const firstKept =
      offset > 0 ? offset : (this.#pending.at(offset)?.update_id ?? this.#pending[0]?.update_id ?? 0);
    this.#pending = this.#pending.filter((update) => update.update_id >= firstKept);
    this.#confirmedBelow = Math.max(this.#confirmedBelow, firstKept);
    this.#changes.announce();
  }

  #take(limit: number): TelegramUpdate[] {
    const redelivered = this.#redelivered.splice(0, limit);
    return [...redelivered, ...this.#pending.slice(0, limit - redelivered.length)];
  }

  #hold(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const poller: Poller = { wake: resolve, end: reject };
    const timer = setTimeout(resolve, timeoutMs);
    const hangUp = () => resolve();
    signal.addEventListener('abort', hangUp, { once: true });
    this.#poller = poller;
    this.#changes.announce();
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      if (this.#poller === poller) this.#poller = undefined;
    });
  }
}
