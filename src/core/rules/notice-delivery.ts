import type { Courier } from '../courier.ts';
import { DeliveryError } from '../courier.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { NumberedNotice } from './notice.ts';

export interface NoticeDeliveryOptions {
  readonly storage: Storage;
  readonly couriers: ReadonlyMap<string, Pick<Courier, 'announce'>>;
  readonly log: Log;
  readonly now: () => number;
  /** Between two notices, in milliseconds. */
  readonly intervalMs?: number;
}

/** Nobody waits for a notice, and answers to people go before it: so there is one in a second. */
const usualIntervalMs = 1_000;
const mostAttempts = 5;
const pauseMs = 60_000;

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
    const isOver = await this.#send(notice);
    await storage.transaction(({ notices }) =>
      isOver
        ? notices.remove(notice.number)
        : notices.postpone({ number: notice.number, dueAtMs: now() + pauseMs }),
    );
  }

  /** Whether nothing is left to be done about it. */
  async #send({ address, attempts, language, number, words }: NumberedNotice): Promise<boolean> {
    const { couriers, log } = this.#options;
    const courier = couriers.get(address.platform);
    if (courier?.announce === undefined) return true;
    try {
      await courier.announce({ address, language, words });
      return true;
    } catch (error) {
      const mayPass = error instanceof DeliveryError && error.problem === 'temporary';
      const isOver = !mayPass || attempts + 1 >= mostAttempts;
      log.info({ notice: number, isOver, error }, 'a notice did not arrive');
      return isOver;
    }
  }
}
