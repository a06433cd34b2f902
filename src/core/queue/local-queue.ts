import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { tellFailedEnd } from '../end-failed.ts';
import { expireOverdue } from '../expiry.ts';
import type { Generation } from '../generation.ts';
import { start as startGeneration, takeOver } from '../generation.ts';
import type { GenerationEvents } from '../generation-events.ts';
import { type LapsedRuns, takeOverLapsed } from '../lapsed-runs.ts';
import type { Log } from '../log.ts';
import type { Storage, StorageTransaction } from '../storage/storage.ts';
import type { GenerationQueue, RunGeneration } from './queue.ts';

export interface LocalQueueOptions {
  readonly storage: Storage;
  /** Only what is to be answered on these is claimed; by default everything. */
  readonly platforms?: readonly string[] | undefined;
  readonly maxRunning: number;
  readonly maxRunningPerUser: number;
  /** How long a paid call may take before its outcome counts as unknown, in milliseconds. */
  readonly callDeadlineMs: (generation: Generation) => number;
  /** How long a claim holds without a sign of life from its run, in milliseconds. */
  readonly leaseLengthMs: number;
  /** While true nothing is claimed; what waits keeps its place. */
  readonly isPaused: () => boolean;
  readonly events: GenerationEvents;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
  readonly now: () => number;
  readonly log: Log;
}

/** How often the rows are looked at although nothing woke the queue: ends stale wishes, takes over from runs that hang, heals after a failed claim. */
const patrolMs = 5_000;

/** How long a run that was told to hand back may take to come to its end, before it counts as hung. */
const handBackMs = 1_000;

/** What one look at the rows changed. */
interface Look extends LapsedRuns {
  readonly expired: readonly Generation[];
  readonly claimed: Generation | undefined;
}

/**
 * The queue of one process, however many share the database. The rows decide whose turn it is; p-queue holds this
 * process's calls in flight, each in its slot until the call has really settled.
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
    const idle = this.#inFlight.onIdle();
    if (await comesWithin(idle, graceMs)) return;
    this.#handBack.abort(new Error('the process is stopping'));
    if (await comesWithin(idle, handBackMs)) return;
    this.#options.log.warn({ runs: this.#inFlight.pending }, 'stopping without runs that hang');
  }

  /** What no process has that lives, of whatever lease: its run ended with an earlier one. */
  #unfinished(): Promise<readonly Generation[]> {
    const { storage, callDeadlineMs, leaseLengthMs, now, platforms } = this.#options;
    const nowMs = now();
    return storage.transaction(async ({ generations }) => {
      const limit = Number.MAX_SAFE_INTEGER;
      const holding = await generations.list({ holdsSlot: true, isFree: true, platforms, limit });
      const taken = holding.map((generation) =>
        takeOver(generation, {
          deadlineAtMs: nowMs + callDeadlineMs(generation),
          leaseUntilMs: nowMs + leaseLengthMs,
        }),
      );
      for (const generation of taken) {
        await generations.save(generation);
        await generations.take(generation.id);
      }
      return taken;
    });
  }

  async #fill(): Promise<void> {
    try {
      while (!this.#isStopping) {
        const look = await this.#look();
        this.#tellExpired(look.expired);
        this.#tellGivenUp(look.givenUp);
        for (const generation of look.taken) this.#goOnWith(generation);
        if (look.claimed === undefined) return;
        this.#tellStart(look.claimed);
        this.#occupy(look.claimed);
      }
    } catch (error) {
      // The patrol tries again; nothing was claimed, so nothing is lost.
      this.#options.log.error({ error }, 'claiming failed');
    }
  }

  #look(): Promise<Look> {
    const { storage, callDeadlineMs, leaseLengthMs, now, platforms } = this.#options;
    const nowMs = now();
    const leaseUntilMs = nowMs + leaseLengthMs;
    const deadlineAtMs = (generation: Generation) => nowMs + callDeadlineMs(generation);
    return storage.transaction(async (transaction) => {
      const lapsed = await takeOverLapsed(transaction, { nowMs, deadlineAtMs, leaseUntilMs, platforms });
      const expired = await expireOverdue(transaction, nowMs);
      const next = await this.#nextInTurn(transaction);
      if (next === undefined) return { ...lapsed, expired, claimed: undefined };
      const claimed = startGeneration(next, { nowMs, deadlineAtMs: deadlineAtMs(next), leaseUntilMs });
      await transaction.generations.save(claimed);
      await transaction.line.served(claimed.accountId);
      return { ...lapsed, expired, claimed };
    });
  }

  async #nextInTurn({ generations, line }: StorageTransaction): Promise<Generation | undefined> {
    const { maxRunning, maxRunningPerUser, isPaused, platforms } = this.#options;
    const { running } = await generations.load(undefined);
    return running >= maxRunning || isPaused() ? undefined : line.next({ maxRunningPerUser, platforms });
  }

  #goOnWith(generation: Generation): void {
    const { id: generationId, attempt } = generation;
    this.#options.log.warn({ generationId, attempt }, 'a run died or hangs: its generation is taken over');
    this.#options.events.emit({ name: 'generation-taken-over', generationId, attempt });
    this.#occupy(generation);
  }

  #tellGivenUp(givenUp: readonly Generation[]): void {
    const { events, log, now, wakeDelivery } = this.#options;
    for (const ended of givenUp) {
      const { id: generationId, attempt, failure } = ended;
      const { reference, code } = failure ?? {};
      log.error({ generationId, attempt, reference, code }, 'a generation failed: run after run hung');
      tellFailedEnd(events, ended, now());
    }
    if (givenUp.length > 0) wakeDelivery();
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

async function comesWithin(promise: Promise<void>, patienceMs: number): Promise<boolean> {
  const over = new AbortController();
  const tooLate = delay(patienceMs, false, { signal: over.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), tooLate]);
  } finally {
    over.abort();
  }
}
