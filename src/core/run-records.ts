import { providerTime, storeFailedEnd, tellFailedEnd } from './end-failed.ts';
import { endDraft } from './end-unpaid.ts';
import { GenerationFailure } from './failure.ts';
import type { Generation } from './generation.ts';
import { finish, markSent } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { ImageResult } from './image-model.ts';
import type { Lease } from './lease.ts';
import type { Log } from './log.ts';
import type { ModelCosts } from './model-costs.ts';
import type { StoredPicture } from './pictures/picture-store.ts';
import { createReference } from './reference.ts';
import { settlePainted } from './settle-painted.ts';
import type { Costs } from './settlement.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

export interface RunRecordsOptions {
  readonly storage: Storage;
  readonly events: GenerationEvents;
  readonly costs: ModelCosts;
  readonly now: () => number;
  readonly log: Log;
}

/** Writes down what a run comes to, each step only while the lease entitles the run to it. */
export class RunRecords {
  readonly #options: RunRecordsOptions;

  constructor(options: RunRecordsOptions) {
    this.#options = options;
  }

  /** @throws CancelledInTime, LeaseLost */
  async send(lease: Lease): Promise<void> {
    await this.#options.storage.transaction(async ({ generations }) => {
      const generation = await lease.held(generations);
      if (generation.state === 'cancelled') throw new CancelledInTime();
      await generations.save(markSent(generation, this.#options.now()));
    });
  }

  /** The pictures are stored; the row, the account and what is known of the pictures follow. @throws LeaseLost */
  async made(lease: Lease, result: ImageResult, stored: readonly StoredPicture[]): Promise<void> {
    const { costs: modelCosts, events, now, storage } = this.#options;
    const nowMs = now();
    const ended = await storage.transaction(async (transaction) => {
      const { generations } = transaction;
      const current = await lease.held(generations);
      const costs = costsOf(current, result);
      const missingPictures = Math.max(0, current.wish.count - stored.length - result.texts.length);
      const texts = result.texts.map(({ text }) => text);
      const isSpoiler = current.isSpoiler || isCovered(current, result);
      const finished = finish(
        { ...current, isSpoiler },
        { nowMs, costMicros: costs.spentMicros, missingPictures, texts },
      );
      await generations.save(finished);
      await keepPictures(transaction, finished, stored);
      await settlePainted(transaction, current, { costs, atMs: nowMs });
      const draft = await endDraft(transaction, finished, nowMs);
      if (draft !== undefined) await transaction.pictures.removeOf(draft.id);
      return finished;
    });
    modelCosts.note(ended);
    events.emit({
      name: ended.state === 'cancelled' ? 'generation-cancelled' : 'generation-made',
      generationId: ended.id,
      providerMs: providerTime(ended, nowMs),
      costMicros: ended.costMicros ?? 0,
      isDraft: ended.draftOf !== undefined,
    });
    this.#tellOverrun(ended);
  }

  /** @throws LeaseLost */
  async failed(lease: Lease, error: unknown): Promise<void> {
    const { storage, events, log, now } = this.#options;
    const nowMs = now();
    const failure = asFailure(error);
    const reference = createReference();
    const ended = await storage.transaction(async (transaction) =>
      storeFailedEnd(transaction, await lease.held(transaction.generations), { failure, reference, nowMs }),
    );
    if (!(error instanceof CancelledInTime)) {
      const { code } = failure;
      log[code === 'internal' ? 'error' : 'warn'](
        { generationId: ended.id, reference, code, error },
        'a generation failed',
      );
    }
    tellFailedEnd(events, ended, nowMs);
  }

  /** The only way in which a budget is exceeded. */
  #tellOverrun({ costMicros = 0, id, reservedMicros }: Generation): void {
    const byMicros = costMicros - reservedMicros;
    if (byMicros <= 0) return;
    const { events, log } = this.#options;
    log.warn({ generationId: id, byMicros }, 'a generation cost more than was set aside for it');
    events.emit({ name: 'generation-overran', generationId: id, byMicros });
  }
}

/** Nobody has to be kept from seeing what they asked for. */
function isCovered({ isPrivate, wish }: Generation, { isExplicit }: ImageResult): boolean {
  return wish.contentCheck === 'cover' && isExplicit === true && !isPrivate;
}

/** Anything that is no expected failure is a bug. */
export function asFailure(error: unknown): GenerationFailure {
  if (error instanceof GenerationFailure) return error;
  const payment = error instanceof CancelledInTime ? 'no' : 'unknown';
  return new GenerationFailure({ code: 'internal', mayRetryHelp: true, payment, cause: error });
}

/** The person cancelled while nothing could have been accepted, so it is not sent. */
export class CancelledInTime extends Error {
  override readonly name = 'CancelledInTime';
}

/** The backend's own account where it gives one, else the estimate for what was made. */
function costsOf(generation: Generation, result: ImageResult): Costs {
  const estimateEach = Math.ceil(generation.reservedMicros / generation.wish.count);
  const chargedMicros = [...result.pictures, ...result.texts].reduce(
    (sum, { costMicros }) => sum + (costMicros ?? estimateEach),
    0,
  );
  const spentMicros = Math.max(result.costMicros ?? 0, chargedMicros);
  return { spentMicros, chargedMicros, pictures: result.pictures.length };
}

/** What came of a request goes to its person's history, even after they cancelled it; a draft that comes too late is nothing. */
async function keepPictures(
  { pictures, retention }: StorageTransaction,
  { draftOf, state }: Generation,
  stored: readonly StoredPicture[],
): Promise<void> {
  if (draftOf !== undefined && state === 'cancelled') {
    await retention.noteUnneeded(stored.map(({ key }) => key));
  } else for (const picture of stored) await pictures.add(picture);
}
