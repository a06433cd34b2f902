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

interface Lane {
  readonly waiting: OutgoingMessage[];
  dropped: number;
}

/**
 * Sends what answers people at once (help, refusals, offers): in order within a chat, with patience for Telegram's
 * pauses, and without anybody waiting for it. It lives in memory, for nothing that was accepted depends on it.
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

  /** Takes a message; it is sent as soon as those before it in its chat are. */
  put(message: OutgoingMessage): void {
    const lane = this.#lanes.get(message.chatId);
    if (lane === undefined) {
      this.#open(message);
      return;
    }
    if (lane.waiting.some(({ content }) => content === message.content)) return;
    if (lane.waiting.length < this.#mostWaiting) lane.waiting.push(message);
    else lane.dropped += 1;
  }

  /** Sends what waits for at most `graceMs`, and drops the rest. */
  async stop(graceMs: number): Promise<void> {
    const deadline = new AbortController();
    const drained = Promise.all(this.#underWay);
    await Promise.race([drained, this.#pause(graceMs, deadline.signal)]);
    deadline.abort();
    this.#givingUp.abort();
    await Promise.all(this.#underWay);
  }

  #open(first: OutgoingMessage): void {
    const lane: Lane = { waiting: [first], dropped: 0 };
    this.#lanes.set(first.chatId, lane);
    const working = this.#work(lane).finally(() => {
      this.#lanes.delete(first.chatId);
      this.#underWay.delete(working);
    });
    this.#underWay.add(working);
  }

  async #work(lane: Lane): Promise<void> {
    for (let message = lane.waiting[0]; message !== undefined; message = lane.waiting[0]) {
      if (this.#givingUp.signal.aborted) {
        lane.dropped += lane.waiting.length;
        break;
      }
      await this.#send(message);
      lane.waiting.shift();
    }
    if (lane.dropped > 0) this.#log.warn({ messages: lane.dropped }, 'answers to one chat were dropped');
  }

  async #send({ send }: OutgoingMessage): Promise<void> {
    const { signal } = this.#givingUp;
    try {
      await persist(() => send(signal), { pause: this.#pause, signal });
    } catch (error) {
      this.#log[isClosed(error) ? 'debug' : 'warn']({ error }, 'an answer did not arrive');
    }
  }
}
