import { setTimeout as delay } from 'node:timers/promises';
import type { Courier } from './courier.ts';
import type { FailureCode } from './failure.ts';
import { GenerationFailure } from './failure.ts';
import type { FailureRecord, Generation, PictureTrouble } from './generation.ts';
import { fail, finish, markSent } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { ImageCall, ImageModel, ImageResult, PaintedPicture } from './image-model.ts';
import type { Log } from './log.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import { createReference } from './reference.ts';
import type { Costs } from './settlement.ts';
import { settlement } from './settlement.ts';
import type { Storage } from './storage/storage.ts';

export interface GenerationWorkerOptions {
  readonly storage: Storage;
  readonly model: ImageModel;
  readonly pictures: PictureStore;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly events: GenerationEvents;
  /** Called with every expected failure, so that what concerns all generations can be noticed. */
  readonly onFailure: (failure: GenerationFailure) => void;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
  readonly now: () => number;
  readonly log: Log;
}

/** Some twenty seconds in all. */
const pausesMs = [100, 1_000, 5_000, 15_000] as const;

/** Lives the paid part of a claimed generation: call, pictures, outcome. Telling people is delivery's part. */
export class GenerationWorker {
  readonly #options: GenerationWorkerOptions;

  constructor(options: GenerationWorkerOptions) {
    this.#options = options;
  }

  /** Resolves when the generation's slot is free, or when `signal` asked for it back. Never rejects. */
  async run(generation: Generation, signal: AbortSignal): Promise<void> {
    this.#options.couriers.get(generation.address.platform)?.progress({ generation, ahead: undefined });
    try {
      await this.#paint(generation, signal);
    } catch (error) {
      if (signal.aborted) return;
      await this.#insist(generation, signal, () => this.#endAsFailed(generation, error)).catch(
        (cause: unknown) =>
          this.#options.log.error(
            { generationId: generation.id, error: cause },
            'the outcome could not be stored',
          ),
      );
    }
    this.#options.wakeDelivery();
  }

  async #paint(generation: Generation, signal: AbortSignal): Promise<void> {
    const result = await this.#options.model.generate(await this.#callFor(generation, signal));
    for (const failure of result.failures) this.#noticeMissing(generation, failure);
    // Paid for by now: a disk or a database that is busy for a moment must not cost the person the pictures.
    const stored = await this.#insist(generation, signal, () => this.#store(generation, result.pictures));
    await this.#insist(generation, signal, () => this.#endAsMade(generation, result, stored));
  }

  /** Tries again after faults; what still fails after the last pause is thrown. */
  async #insist<Result>(
    { id: generationId }: Generation,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    for (const pauseMs of pausesMs) {
      try {
        return await work();
      } catch (error) {
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

  async #callFor(generation: Generation, signal: AbortSignal): Promise<ImageCall> {
    const { pictures, storage } = this.#options;
    const { wish } = generation;
    const stored = await storage.transaction((transaction) =>
      transaction.pictures.of(generation.id, 'reference'),
    );
    return {
      id: generation.id,
      model: wish.model,
      prompt: wish.prompt,
      count: wish.count,
      size: wish.size,
      seed: wish.seed,
      format: wish.format,
      references: stored.map(({ key, mediaType }) => ({ mediaType, read: () => pictures.read(key) })),
      firstSentAtMs: generation.firstSentAtMs,
      deadlineAtMs: generation.deadlineAtMs ?? this.#options.now(),
      signal,
      beforeFirstSend: () => this.#recordFirstSend(generation.id),
    };
  }

  async #recordFirstSend(id: string): Promise<void> {
    await this.#options.storage.transaction(async ({ generations }) => {
      const generation = await existing(generations.find(id));
      if (generation.state === 'cancelled') throw new CancelledInTime();
      await generations.save(markSent(generation, this.#options.now()));
    });
  }

  async #store(
    generation: Generation,
    painted: readonly PaintedPicture[],
  ): Promise<readonly StoredPicture[]> {
    const stored: StoredPicture[] = [];
    for (const [position, { bytes, ...facts }] of painted.entries()) {
      const key = `${generation.id}/result-${position}`;
      await this.#options.pictures.write(key, bytes);
      stored.push({
        ...facts,
        key,
        generationId: generation.id,
        role: 'result',
        position,
        byteLength: bytes.byteLength,
      });
    }
    return stored;
  }

  async #endAsMade(
    generation: Generation,
    result: ImageResult,
    stored: readonly StoredPicture[],
  ): Promise<void> {
    const { storage, events, now } = this.#options;
    const nowMs = now();
    const costs = this.#costsOf(generation, result);
    const ended = await storage.transaction(async ({ generations, ledger, pictures }) => {
      const current = await existing(generations.find(generation.id));
      const missingPictures = Math.max(0, generation.wish.count - stored.length);
      const finished = finish(current, { nowMs, costMicros: costs.spentMicros, missingPictures });
      await generations.save(finished);
      for (const picture of stored) await pictures.add(picture);
      await ledger.append(settlement(current, costs, nowMs));
      return finished;
    });
    events.emit({
      name: ended.state === 'made' ? 'generation-made' : 'generation-cancelled',
      generationId: generation.id,
      providerMs: providerTime(ended, nowMs),
      costMicros: costs.spentMicros,
    });
  }

  /** The backend's own account where it gives one, else the estimate for what was made. */
  #costsOf(generation: Generation, result: ImageResult): Costs {
    const estimatePerPicture = Math.ceil(generation.reservedMicros / generation.wish.count);
    const chargedMicros = result.pictures.reduce(
      (sum, { costMicros }) => sum + (costMicros ?? estimatePerPicture),
      0,
    );
    return { spentMicros: Math.max(result.costMicros ?? 0, chargedMicros), chargedMicros };
  }

  async #endAsFailed(generation: Generation, error: unknown): Promise<void> {
    const { storage, events, log, now } = this.#options;
    const nowMs = now();
    const failure = error instanceof GenerationFailure ? error : internalFailure(error);
    this.#options.onFailure(failure);
    const record: FailureRecord = {
      code: failure.code,
      mayRetryHelp: failure.mayRetryHelp,
      wasCharged: false,
      reference: createReference(),
      picture: pictureTrouble(failure, generation),
    };
    const ended = await storage.transaction(async ({ generations, ledger }) => {
      const current = await existing(generations.find(generation.id));
      const costs = costsOfFailure(failure, current);
      const failed = fail(current, { nowMs, failure: record, costMicros: costs.spentMicros });
      await generations.save(failed);
      await ledger.append(settlement(current, costs, nowMs));
      return failed;
    });
    if (!(error instanceof CancelledInTime)) {
      log[failure.code === 'internal' ? 'error' : 'warn'](
        { generationId: generation.id, reference: record.reference, code: failure.code, error },
        'a generation failed',
      );
    }
    const facts = {
      generationId: generation.id,
      providerMs: providerTime(ended, nowMs),
      costMicros: ended.costMicros ?? 0,
    };
    if (ended.state === 'failed') events.emit({ name: 'generation-failed', code: failure.code, ...facts });
    else events.emit({ name: 'generation-cancelled', ...facts });
  }
}

/** The person cancelled before the paid call was sent, so it is not. */
class CancelledInTime extends Error {
  override readonly name = 'CancelledInTime';
}

/**
 * The person pays for pictures only. The operator may have paid for none: where that cannot be excluded, the estimate
 * counts against the operator's budget, which then errs on the side of stopping early.
 */
function costsOfFailure(failure: GenerationFailure, generation: Generation): Costs {
  const mayBePaid = failure.payment !== 'no' && generation.firstSentAtMs !== undefined;
  return { spentMicros: mayBePaid ? generation.reservedMicros : 0, chargedMicros: 0 };
}

function pictureTrouble(
  { referencePosition: position }: GenerationFailure,
  { wish }: Generation,
): PictureTrouble | undefined {
  if (position === undefined || position >= wish.references.length) return undefined;
  return { number: position + 1, problem: 'refused-by-model', format: undefined };
}

function internalFailure(cause: unknown): GenerationFailure {
  const code: FailureCode = 'internal';
  return new GenerationFailure({ code, mayRetryHelp: true, payment: 'unknown', cause });
}

function providerTime(generation: Generation, nowMs: number): number | undefined {
  return generation.firstSentAtMs === undefined ? undefined : nowMs - generation.firstSentAtMs;
}

async function existing(lookup: Promise<Generation | undefined>): Promise<Generation> {
  const generation = await lookup;
  if (generation === undefined) throw new Error('a claimed generation has vanished from storage');
  return generation;
}
