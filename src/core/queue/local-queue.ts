import PQueue from 'p-queue';
import { expireOverdue } from '../expiry.ts';
import type { Generation } from '../generation.ts';
import { renewDeadline, start as startGeneration } from '../generation.ts';
import type { GenerationEvents } from '../generation-events.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { GenerationQueue, RunGeneration } from './queue.ts';

export interface LocalQueueOptions {
  readonly storage: Storage;
  readonly maxRunning: number;
  readonly maxRunningPerUser: number;
  /** How long a paid call may take before its outcome counts as unknown, in milliseconds. */
  readonly callDeadlineMs: (generation: Generation) => number;
  /** While true nothing is claimed; what waits keeps its place. */
  readonly isPaused: () => boolean;
  readonly events: GenerationEvents;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
  readonly now: () => number;
  readonly log: Log;
}

/** How often waiting wishes are looked at although nothing woke the queue: ends stale ones, heals after a failed claim. */
const patrolMs = 5_000;

/**
 * The queue of one process. The database decides whose turn it is; p-queue holds the calls in flight, each in its slot
 * until the call has really settled.
 */
export class LocalQueue implements GenerationQueue {
  readonly #options: LocalQueueOptions;
  readonly #inFlight: PQueue;
  readonly #handBack = new AbortController();
  #run: RunGeneration | undefined;
  #patrol: NodeJS.Timeout | undefined;
  #filling: Promise<void> | undefined;
  #wokenWhileFilling = false;
  #isStopping = false;

  constructor(options: LocalQueueOptions) {
    this.#options = options;
    // Generations that still hold a slot from an earlier life may exceed a limit that was lowered since: they run on.
    this.#inFlight = new PQueue({ concurrency: Number.POSITIVE_INFINITY });
  }

  async start(run: RunGeneration): Promise<void> {
    if (this.#run !== undefined) return;
    this.#run = run;
    for (const generation of await this.#unfinished()) this.#occupy(generation);
    this.#patrol = setInterval(() => this.wake(), patrolMs);
    this.wake();
  }

  wake(): void {
    if (this.#run === undefined || this.#isStopping) return;
    if (this.#filling !== undefined) {
      this.#wokenWhileFilling = true;
      return;
    }
    this.#filling = this.#fill().finally(() => {
      this.#filling = undefined;
      if (!this.#wokenWhileFilling) return;
      this.#wokenWhileFilling = false;
      this.wake();
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#patrol);
    await this.#filling;
    const grace = setTimeout(() => this.#handBack.abort(new Error('the process is stopping')), graceMs);
    await this.#inFlight.onIdle();
    clearTimeout(grace);
  }

  #unfinished(): Promise<readonly Generation[]> {
    const { storage, callDeadlineMs, now } = this.#options;
    return storage.transaction(async ({ generations }) => {
      const holding = await generations.list({ holdsSlot: true, limit: Number.MAX_SAFE_INTEGER });
      const renewed = holding.map((generation) =>
        renewDeadline(generation, now() + callDeadlineMs(generation)),
      );
      for (const generation of renewed) await generations.save(generation);
      return renewed;
    });
  }

  async #fill(): Promise<void> {
    try {
      while (!this.#isStopping) {
        const claimed = await this.#claim();
        if (claimed === undefined) return;
        this.#tellStart(claimed);
        this.#occupy(claimed);
      }
    } catch (error) {
      // The patrol tries again; nothing was claimed, so nothing is lost.
      this.#options.log.error({ error }, 'claiming failed');
    }
  }

  async #claim(): Promise<Generation | undefined> {
    const { storage, maxRunning, maxRunningPerUser, callDeadlineMs, isPaused, now } = this.#options;
    const nowMs = now();
    const { claimed, expired } = await storage.transaction(async (transaction) => {
      const overdue = await expireOverdue(transaction, nowMs);
      const { generations, line } = transaction;
      const { running } = await generations.load(undefined);
      if (running >= maxRunning || isPaused()) return { claimed: undefined, expired: overdue };
      const next = await line.next({ maxRunningPerUser });
      if (next === undefined) return { claimed: undefined, expired: overdue };
      const started = startGeneration(next, { nowMs, deadlineAtMs: nowMs + callDeadlineMs(next) });
      await generations.save(started);
      await line.served(started.personId);
      return { claimed: started, expired: overdue };
    });
    this.#tellExpired(expired);
    return claimed;
  }

  #tellStart({ id, acceptedAtMs, startedAtMs }: Generation): void {
    const waitedMs = (startedAtMs ?? acceptedAtMs) - acceptedAtMs;
    this.#options.events.emit({ name: 'generation-started', generationId: id, waitedMs });
  }

  #tellExpired(expired: readonly Generation[]): void {
    if (expired.length === 0) return;
    for (const { id } of expired) {
      this.#options.events.emit({
        name: 'generation-expired',
        generationId: id,
        providerMs: undefined,
        costMicros: 0,
      });
    }
    this.#options.wakeDelivery();
  }

  #occupy(generation: Generation): void {
    const run = this.#run;
    if (run === undefined) return;
    void this.#inFlight.add(async () => {
      await run(generation, this.#handBack.signal);
      this.wake();
    });
  }
}
