import { setTimeout as delay } from 'node:timers/promises';
import type { Generation } from './generation.ts';
import { extendLease } from './generation.ts';
import type { Log } from './log.ts';
import type { GenerationStore } from './storage/generation-store.ts';
import type { Storage } from './storage/storage.ts';

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
   * lease is lost: work that does not listen to its signal goes on for nothing, and holds up nobody. What is handed
   * back undone may be taken over at once.
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
    if (handBack.aborted) await this.#store((current) => extendLease(current, this.#options.now()));
  }

  /**
   * The generation as it stands in a transaction, for the run to change it there.
   * @throws LeaseLost when it is not the run's own any more; the signal of its work is aborted then.
   */
  async held(generations: GenerationStore): Promise<Generation> {
    const current = await this.#find(generations);
    if (current !== undefined) return current;
    throw this.#lose();
  }

  /** Undefined when it is not the run's own any more. */
  async #find(generations: GenerationStore): Promise<Generation | undefined> {
    const { id, attempt } = this.#generation;
    const current = await generations.find(id);
    return current?.attempt === attempt && current.holdsSlot ? current : undefined;
  }

  async #giveSignsOfLife(until: AbortSignal): Promise<void> {
    const pauseMs = this.#options.times.lengthMs / signsPerLength;
    while (!until.aborted) {
      await delay(pauseMs, undefined, { signal: until, ref: false }).catch(() => {});
      if (!until.aborted) await this.#giveSign();
    }
  }

  async #giveSign(): Promise<void> {
    // A run that hangs gives no more signs, so that somebody takes over; it goes on looking whether somebody has.
    const { now, times } = this.#options;
    const leaseUntilMs = Math.min(now() + times.lengthMs, this.#mayLastUntilMs);
    const isOwn = await this.#store((current) =>
      leaseUntilMs > (current.leaseUntilMs ?? 0) ? extendLease(current, leaseUntilMs) : current,
    );
    if (isOwn === false) this.#lose();
  }

  /** Resolves with whether the generation is still the run's own; undefined when the database does not say. */
  async #store(change: (current: Generation) => Generation): Promise<boolean | undefined> {
    const { log, storage } = this.#options;
    try {
      return await storage.transaction(async ({ generations }) => {
        const current = await this.#find(generations);
        if (current === undefined) return false;
        const changed = change(current);
        if (changed !== current) await generations.save(changed);
        return true;
      });
    } catch (error) {
      log.warn({ generationId: this.#generation.id, error }, 'a lease could not be stored');
      return undefined;
    }
  }

  #lose(): LeaseLost {
    const { id: generationId, attempt } = this.#generation;
    const lost = new LeaseLost(`attempt ${attempt} of generation ${generationId} is over`);
    if (this.#lost.signal.aborted) return lost;
    this.#options.log.info(
      { generationId, attempt },
      'a run goes no further: its generation is its own no more',
    );
    this.#lost.abort(lost);
    return lost;
  }
}
