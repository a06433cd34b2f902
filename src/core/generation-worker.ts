import { setTimeout as delay } from 'node:timers/promises';
import type { GenerationFailure } from './failure.ts';
import type { Generation } from './generation.ts';
import type { ImageCall, ImageModel, PaintedPicture } from './image-model.ts';
import type { LeaseTimes } from './lease.ts';
import { Lease } from './lease.ts';
import { resultKey } from './pictures/picture-key.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import type { RunRecordsOptions } from './run-records.ts';
import { asFailure, CancelledInTime, RunRecords } from './run-records.ts';

export interface GenerationWorkerOptions extends RunRecordsOptions {
  readonly model: ImageModel;
  readonly pictures: PictureStore;
  readonly leaseTimes: LeaseTimes;
  /** How long to wait before each further try to store an outcome. */
  readonly storingPausesMs: readonly number[];
  /** Called with every expected failure, so that what concerns all generations can be noticed. */
  readonly onFailure: (failure: GenerationFailure) => void;
  /** Called when a generation has begun, and when there is a draft of it to be shown. */
  readonly showProgress: (generation: Generation) => void;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
}

/** A claimed generation and what entitles to it. */
interface Run {
  readonly generation: Generation;
  readonly lease: Lease;
  /** Aborted when the run has to go no further. */
  readonly signal: AbortSignal;
}

/** Lives the paid part of a claimed generation: call, pictures, outcome. Telling people is delivery's part. */
export class GenerationWorker {
  readonly #options: GenerationWorkerOptions;
  readonly #records: RunRecords;

  constructor(options: GenerationWorkerOptions) {
    this.#options = options;
    this.#records = new RunRecords(options);
  }

  /**
   * Resolves when the generation's slot is free, when `handBack` asked for it back, or when another run has taken it
   * over. Never rejects.
   */
  async run(generation: Generation, handBack: AbortSignal): Promise<void> {
    const { leaseTimes: times, log, now, showProgress, storage, wakeDelivery } = this.#options;
    showProgress(generation);
    const lease = new Lease(generation, { storage, times, now, log });
    await lease.during((signal) => this.#live({ generation, lease, signal }), handBack);
    if (generation.draftOf !== undefined) showProgress(generation);
    wakeDelivery();
  }

  /** Never rejects. */
  async #live(run: Run): Promise<void> {
    const { generation, lease, signal } = run;
    try {
      await this.#paint(run);
    } catch (error) {
      if (signal.aborted) return;
      // What is paid for is no failure, nor is what was never sent: the lease lapses, and the next attempt goes on from there.
      if (error instanceof NotStored) return this.#noticeNotStored(generation, error);
      this.#options.onFailure(asFailure(error));
      await this.#insist(run, () => this.#records.failed(lease, error)).catch((cause: unknown) => {
        if (signal.aborted) return;
        this.#options.log.error(
          { generationId: generation.id, error: cause },
          'the outcome could not be stored',
        );
      });
    }
  }

  async #paint(run: Run): Promise<void> {
    const { generation, lease, signal } = run;
    const result = await this.#options.model.generate(await this.#callFor(run));
    signal.throwIfAborted();
    for (const failure of result.failures) this.#noticeMissing(generation, failure);
    // Paid for by now: a disk or a database that is busy for a moment must not cost the person the pictures.
    try {
      const stored = await this.#insist(run, () => this.#store(generation, result.pictures));
      await this.#insist(run, () => this.#records.made(lease, result, stored));
    } catch (error) {
      throw new NotStored('what was painted', error);
    }
  }

  /** Whoever waited for their turn keeps it through a database that is away for a moment. */
  async #beforeCall<Result>(run: Run, work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#insist(run, work);
    } catch (error) {
      throw error instanceof CancelledInTime ? error : new NotStored('that a call begins', error);
    }
  }

  #noticeNotStored({ id: generationId }: Generation, error: NotStored): void {
    this.#options.log.error({ generationId, error }, 'the outcome could not be stored');
  }

  /** Tries again after faults while the run may go on; what still fails after the last pause is thrown. */
  async #insist<Result>(
    { generation: { id: generationId }, signal }: Run,
    work: () => Promise<Result>,
  ): Promise<Result> {
    for (const pauseMs of this.#options.storingPausesMs) {
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof CancelledInTime) throw error;
        this.#options.log.error({ generationId, error }, 'the outcome could not be stored; trying again');
        await delay(pauseMs, undefined, { signal });
      }
    }
    return work();
  }

  #noticeMissing({ id: generationId }: Generation, failure: GenerationFailure): void {
    const { log, onFailure } = this.#options;
    log.warn({ generationId, code: failure.code, error: failure }, 'a picture was not made');
    onFailure(failure);
  }

  async #callFor(run: Run): Promise<ImageCall> {
    const { generation, lease, signal } = run;
    const { pictures, storage } = this.#options;
    const { wish } = generation;
    const stored = await this.#beforeCall(run, () =>
      storage.transaction((transaction) => transaction.pictures.of(generation.id, 'reference')),
    );
    return {
      id: generation.id,
      verb: wish.verb,
      model: wish.model,
      prompt: wish.style?.prompt ?? wish.prompt,
      count: wish.count,
      size: wish.size,
      seed: wish.seed,
      format: wish.format,
      contentCheck: wish.contentCheck,
      references: stored.map(({ key, mediaType }) => ({ mediaType, read: () => pictures.read(key) })),
      firstSentAtMs: generation.firstSentAtMs,
      deadlineAtMs: generation.deadlineAtMs ?? this.#options.now(),
      signal,
      beforeSend: () => this.#beforeCall(run, () => this.#records.send(lease)),
    };
  }

  async #store(
    generation: Generation,
    painted: readonly PaintedPicture[],
  ): Promise<readonly StoredPicture[]> {
    const stored: StoredPicture[] = [];
    for (const [position, { bytes, ...facts }] of painted.entries()) {
      const key = resultKey({ generationId: generation.id, position });
      await this.#options.pictures.write(key, bytes);
      stored.push({
        ...facts,
        key,
        generationId: generation.id,
        role: generation.draftOf === undefined ? 'result' : 'draft',
        position,
        byteLength: bytes.byteLength,
      });
    }
    return stored;
  }
}

/** Nothing can be said of the run while the disk or the database is away. */
class NotStored extends Error {
  override readonly name = 'NotStored';
  constructor(what: string, cause: unknown) {
    super(`${what} could not be stored`, { cause });
  }
}
