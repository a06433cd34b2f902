import type { Courier } from '../courier.ts';
import { DeliveryError } from '../courier.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { NumberedNotice } from './notice.ts';

export interface NoticeDeliveryOptions {
  readonly storage: Storage;
  readonly couriers: ReadonlyMap<string, Pick<Courier, 'announce'>>;
  readonly log: Log;
  /** Told when nothing is left to be done about one. */
  readonly onOver?: ((end: NoticeEnd) => void) | undefined;
  readonly now: () => number;
  /** Between two notices, in milliseconds. */
  readonly intervalMs?: number;
}

export type NoticeEnd = 'arrived' | 'given-up';

/** Nobody waits for a notice, and answers to people go before it: so there is one in a second. */
const usualIntervalMs = 1_000;
/** For about a day: later nobody wants to hear it. */
const mostAttempts = 30;
const firstPauseMs = 60_000;
const longestPauseMs = 60 * 60_000;

/** Sends what those who run the bot have to say, one place at a time. One that was cut off comes again at the next start. */
export class NoticeDelivery {
  readonly #options: NoticeDeliveryOptions;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(options: NoticeDeliveryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.sendNext(), this.#options.intervalMs ?? usualIntervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
  }

  /** Sends the next one that is due, if there is one and none is under way. */
  sendNext(): Promise<void> {
    this.#sending ??= this.#sendDue()
      .catch((error: unknown) => this.#options.log.warn({ error }, 'a notice could not be looked up'))
      .finally(() => {
        this.#sending = undefined;
      });
    return this.#sending;
  }

  async #sendDue(): Promise<void> {
    const { now, storage } = this.#options;
    // Two processes would say it twice.
    const notice = await storage.transaction(async ({ notices, processes }) =>
      (await processes.hold('notices')) ? notices.nextDue(now()) : undefined,
    );
    if (notice === undefined) return;
    const sent = await this.#send(notice);
    await storage.transaction(({ notices }) =>
      typeof sent === 'number'
        ? notices.postpone({ number: notice.number, dueAtMs: now() + sent })
        : notices.remove(notice.number),
    );
    if (typeof sent !== 'number') this.#options.onOver?.(sent);
  }

  /** Resolves with how it ended, or after how many milliseconds it is to be tried again. */
  async #send({ address, attempts, language, number, words }: NumberedNotice): Promise<NoticeEnd | number> {
    const { couriers, log } = this.#options;
    const courier = couriers.get(address.platform);
    if (courier?.announce === undefined) return 'given-up';
    try {
      await courier.announce({ address, language, words });
      return 'arrived';
    } catch (error) {
      const isOver = !mayPass(error) || attempts + 1 >= mostAttempts;
      log.info({ notice: number, isOver, error }, 'a notice did not arrive');
      return isOver ? 'given-up' : pauseMs(error, attempts);
    }
  }
}

/** A token that is refused tells nothing of the place, and may be in order again soon. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof DeliveryError)) return false;
  return error.problem === 'temporary' || error.problem === 'unauthorised';
}

function pauseMs(error: unknown, attempts: number): number {
  const asked = error instanceof DeliveryError ? (error.retryAfterMs ?? 0) : 0;
  return Math.ceil(Math.max(asked, Math.min(longestPauseMs, firstPauseMs * 2 ** attempts)));
}
