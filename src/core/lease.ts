import { setTimeout as delay } from 'node:timers/promises';
import type { Generation } from './generation.ts';
import { extendLease } from './generation.ts';
import type { Log } from './log.ts';
import type { GenerationStore, Storage } from './storage/storage.ts';

/** In milliseconds. */
export interface LeaseTimes {
  /** A run that has given no sign of life for so long counts as dead. */
  readonly lengthMs: number;
  /**
   * How long a run may take, beyond the deadline of its call, to find out and store what became of it. After that it
   * counts as hung, however alive its process is.
   */
  readonly storingMs: number;
}

export interface LeaseOptions {
  readonly storage: Storage;
  readonly times: LeaseTimes;
  readonly now: () => number;
  readonly log: Log;
}

/** The generation is not this run's any more: another attempt has it, or it has ended. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** A sign may fail or come late twice before the run counts as dead. */
const signsPerLength = 3;

/** What entitles one run to its generation: signs of life extend it, and without it nothing is written. */
export class Lease {
  readonly #generation: Generation;
  readonly #options: LeaseOptions;
  readonly #mayLastUntilMs: number;
  readonly #lost = new AbortController();

  /** `generation` as it was claimed for the run. */
  constructor(generation: Generation, options: LeaseOptions) {
    this.#generation = generation;
    this.#options = options;
    const nowMs = options.now();
    // What is taken over after its deadline gets the time to ask and to store, too.
    this.#mayLastUntilMs = Math.max(nowMs, generation.deadlineAtMs ?? nowMs) + options.times.storingMs;
  }

  /**
   * Does the work of the run and gives signs of life meanwhile. Resolves when the work is over, and at once when the
   * lease is lost: work that does not listen to its signal goes on for nothing, and holds up nobody.
   */
  async during(work: (signal: AbortSignal) => Promise<void>, handBack: AbortSignal): Promise<void> {
    const lost = this.#lost.signal;
    const over = new AbortController();
    const isLost = new Promise<void>((resolve) => lost.addEventListener('abort', () => resolve()));
    void this.#giveSignsOfLife(AbortSignal.any([lost, handBack, over.signal]));
    try {
      await Promise.race([work(AbortSignal.any([lost, handBack])), isLost]);
    } finally {
      over.abort();
    }
  }

  /**
   * The generation as it stands in a transaction, for the run to change it there.
   * @throws LeaseLost when it is not the run's own any more; the signal of its work is aborted then.
   */
  async held(generations: GenerationStore): Promise<Generation> {
    const { id, attempt } = this.#generation;
    const current = await generations.find(id);
    if (current?.attempt === attempt && current.holdsSlot) return current;
    this.#lose();
    throw new LeaseLost(`attempt ${attempt} of generation ${id} is over`);
  }

  async #giveSignsOfLife(until: AbortSignal): Promise<void> {
    const pauseMs = this.#options.times.lengthMs / signsPerLength;
    while (!until.aborted) {
      await delay(pauseMs, undefined, { signal: until, ref: false }).catch(() => {});
      if (!until.aborted) await this.#extend();
    }
  }

  async #extend(): Promise<void> {
    const { log, now, storage, times } = this.#options;
    // A run that hangs gives no more signs, so that somebody takes over; it goes on looking whether somebody has.
    const leaseUntilMs = Math.min(now() + times.lengthMs, this.#mayLastUntilMs);
    try {
      await storage.transaction(async ({ generations }) => {
        const current = await this.held(generations);
        if (leaseUntilMs > (current.leaseUntilMs ?? 0)) {
          await generations.save(extendLease(current, leaseUntilMs));
        }
      });
    } catch (error) {
      if (error instanceof LeaseLost) return;
      log.warn({ generationId: this.#generation.id, error }, 'a sign of life could not be stored');
    }
  }

  #lose(): void {
    if (this.#lost.signal.aborted) return;
    const { id: generationId, attempt } = this.#generation;
    this.#options.log.info({ generationId, attempt }, 'a run goes no further: its generation was taken over');
    this.#lost.abort(new LeaseLost(`attempt ${attempt} of generation ${generationId} is over`));
  }
}
