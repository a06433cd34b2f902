import type { Log } from '../../core/log.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';
import { persist } from './persist.ts';
import { isClosed } from './telegram-call-failed.ts';

export interface ChatOutboxOptions {
  readonly log: Log;
  readonly pause?: Pause;
  /** Most messages that wait for one chat; more are dropped. */
  readonly mostWaiting?: number;
}

export interface OutgoingMessage {
  readonly chatId: number;
  /** While a message with the same content waits for the same chat, another one is left out. */
  readonly content: string;
  /** Sends it; `signal` ends a call that takes too long when the bot stops. */
  readonly send: (signal: AbortSignal) => Promise<unknown>;
}

interface Waiting extends OutgoingMessage {
  readonly over: PromiseWithResolvers<boolean>;
}

interface Lane {
  readonly waiting: Waiting[];
  dropped: number;
}

/**
 * Sends what answers people at once (help, refusals, offers): in order within a chat, with patience for Telegram's
 * pauses, and without anybody waiting for it. It lives in memory, and tells whoever keeps what it answers how it ended.
 */
export class ChatOutbox {
  readonly #log: Log;
  readonly #pause: Pause;
  readonly #mostWaiting: number;
  readonly #lanes = new Map<number, Lane>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #givingUp = new AbortController();

  constructor({ log, pause = realPause, mostWaiting = 20 }: ChatOutboxOptions) {
    this.#log = log;
    this.#pause = pause;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Takes a message; it is sent as soon as those before it in its chat are. Resolves with true when it was sent or given
   * up, with false when the bot stopped before.
   */
  put(message: OutgoingMessage): Promise<boolean> {
    const lane = this.#lanes.get(message.chatId);
    const same = lane?.waiting.find(({ content }) => content === message.content);
    if (same !== undefined) return same.over.promise;
    const waiting = { ...message, over: Promise.withResolvers<boolean>() };
    if (lane === undefined) this.#open(waiting);
    else if (lane.waiting.length < this.#mostWaiting) lane.waiting.push(waiting);
    else {
      lane.dropped += 1;
      waiting.over.resolve(true);
    }
    return waiting.over.promise;
  }

  /** Sends what waits for at most `graceMs`, and leaves the rest. */
  async stop(graceMs: number): Promise<void> {
    const deadline = new AbortController();
    const drained = Promise.all(this.#underWay);
    await Promise.race([drained, this.#pause(graceMs, deadline.signal)]);
    deadline.abort();
    this.#givingUp.abort();
    await Promise.all(this.#underWay);
  }

  #open(first: Waiting): void {
    const lane: Lane = { waiting: [first], dropped: 0 };
    this.#lanes.set(first.chatId, lane);
    const working = this.#work(first.chatId, lane).finally(() => this.#underWay.delete(working));
    this.#underWay.add(working);
  }

  async #work(chatId: number, lane: Lane): Promise<void> {
    for (let message = lane.waiting[0]; message !== undefined; message = lane.waiting[0]) {
      message.over.resolve(await this.#send(message));
      lane.waiting.shift();
    }
    // In the same moment in which nothing waits any more: nobody would send what came into the lane after it.
    this.#lanes.delete(chatId);
    if (lane.dropped > 0) this.#log.warn({ messages: lane.dropped }, 'answers to one chat were dropped');
  }

  async #send({ send }: OutgoingMessage): Promise<boolean> {
    const { signal } = this.#givingUp;
    if (signal.aborted) return false;
    try {
      await persist(() => send(signal), { pause: this.#pause, signal });
      return true;
    } catch (error) {
      this.#log[isClosed(error) ? 'debug' : 'warn']({ error }, 'an answer did not arrive');
      return !signal.aborted;
    }
  }
}
