import { storeUnpaidEnd } from './end-unpaid.ts';
import type { PictureTrouble } from './failure-record.ts';
import { FairPool } from './fair-pool.ts';
import type { Generation } from './generation.ts';
import { fail, finishPreparing } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { Log } from './log.ts';
import { referenceKey } from './pictures/picture-key.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import { createReference } from './reference.ts';
import type { ReferenceIntake } from './reference-intake.ts';
import { ReferenceRefused } from './reference-source.ts';
import { removeFiles } from './remove-files.ts';
import type { Storage } from './storage/storage.ts';
import { unrecordedFiles } from './unrecorded-files.ts';

export interface PreparationOptions {
  readonly storage: Storage;
  /** Only what is to be answered on these is taken up; by default everything. */
  readonly platforms?: readonly string[] | undefined;
  readonly pictures: PictureStore;
  readonly intake: ReferenceIntake;
  readonly events: GenerationEvents;
  /** Resolves when no first answer is under way, or after a moment at most: people come before pictures. */
  readonly letFirstAnswersPass: () => Promise<void>;
  readonly wakeQueue: () => void;
  readonly wakeDelivery: () => void;
  readonly now: () => number;
  readonly log: Log;
}

/** Generations whose references are fetched at the same time; each holds one picture in memory at a time. */
const limits = { concurrency: 4, perOwner: 2 };

/** Fetches, checks and stores references right after their generation was accepted: the platforms' links expire. */
export class Preparation {
  readonly #options: PreparationOptions;
  readonly #pool = new FairPool(limits);
  /** What is waiting or under way, each with what breaks it off. */
  readonly #inHand = new Map<string, AbortController>();
  readonly #stopping = new AbortController();

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  /** Takes a generation in hand and returns at once. */
  begin(generation: Generation): void {
    if (this.#inHand.has(generation.id) || this.#stopping.signal.aborted) return;
    const breaking = new AbortController();
    this.#inHand.set(generation.id, breaking);
    this.#pool.add(generation.accountId, () =>
      this.#prepare(generation, AbortSignal.any([breaking.signal, this.#stopping.signal]))
        // It stays `preparing`, to be taken up again.
        .catch((error: unknown) =>
          this.#options.log.error({ generationId: generation.id, error }, 'preparing a generation failed'),
        )
        .finally(() => this.#inHand.delete(generation.id)),
    );
  }

  /** Begins with what nobody has in hand: an earlier life of the process, or a fault, left it behind. */
  async resume(): Promise<void> {
    const { platforms, storage } = this.#options;
    const unfinished = await storage.transaction(async ({ generations }) => {
      const limit = Number.MAX_SAFE_INTEGER;
      const found = await generations.list({ states: ['preparing'], isFree: true, platforms, limit });
      for (const { id } of found) await generations.take(id);
      return found;
    });
    for (const generation of unfinished) this.begin(generation);
  }

  /** Breaks off the fetches of a generation that has ended, so that they hold up no other. */
  breakOff(generationId: string): void {
    this.#inHand.get(generationId)?.abort(new Error('the generation has ended'));
  }

  /** Breaks off what is under way; it begins again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the process is stopping'));
    await this.#pool.stop();
  }

  async #prepare(generation: Generation, signal: AbortSignal): Promise<void> {
    const stored: StoredPicture[] = [];
    for (const position of generation.wish.references.keys()) {
      await this.#options.letFirstAnswersPass();
      if (!(await this.#isWanted(generation.id))) return this.#removeUnused(generation);
      try {
        stored.push(await this.#takeIn(generation, position, signal));
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        if (!signal.aborted) await this.#endAsFailed(generation, position, error);
        return this.#removeUnused(generation);
      }
    }
    const isReady = await this.#endAsReady(generation, stored);
    if (!isReady) await this.#removeUnused(generation);
  }

  /** No row names what was stored, by this life of the process or an earlier one. */
  async #removeUnused(generation: Generation): Promise<void> {
    const isUnused = await this.#options.storage.transaction(async ({ generations, pictures }) => {
      const current = await generations.find(generation.id);
      const recorded = await pictures.of(generation.id, 'reference');
      return current?.endedAtMs !== undefined && recorded.length === 0;
    });
    if (isUnused) await removeFiles(unrecordedFiles(generation), this.#options);
  }

  /** A person may cancel while pictures are fetched. */
  async #isWanted(id: string): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false;
    const current = await this.#options.storage.read(({ generations }) => generations.find(id));
    return current?.state === 'preparing';
  }

  async #takeIn({ id, wish }: Generation, position: number, signal: AbortSignal): Promise<StoredPicture> {
    const source = wish.references[position];
    if (source === undefined) throw new Error(`generation ${id} has no reference ${position}`);
    const { bytes, ...facts } = await this.#options.intake.takeIn(source, {
      count: wish.references.length,
      signal,
    });
    const key = referenceKey({ generationId: id, position });
    await this.#options.pictures.write(key, bytes);
    return {
      ...facts,
      key,
      generationId: id,
      role: 'reference',
      position,
      byteLength: bytes.byteLength,
      seed: undefined,
      costMicros: undefined,
      vendorId: undefined,
    };
  }

  async #endAsReady(generation: Generation, stored: readonly StoredPicture[]): Promise<boolean> {
    const isReady = await this.#options.storage.transaction(async ({ generations, line, pictures }) => {
      const current = await generations.find(generation.id);
      if (current?.state !== 'preparing') return false;
      for (const picture of stored) await pictures.add(picture);
      await generations.save(finishPreparing(current));
      await line.join(current.accountId);
      return true;
    });
    if (isReady) this.#options.wakeQueue();
    return isReady;
  }

  async #endAsFailed(generation: Generation, position: number, error: unknown): Promise<void> {
    const { events, log, now, storage, wakeDelivery } = this.#options;
    const nowMs = now();
    const trouble = troubleOf(error, position);
    const code = trouble === undefined ? 'internal' : 'references-refused';
    const reference = createReference();
    const hasEnded = await storage.transaction(async (transaction) => {
      const before = await transaction.generations.find(generation.id);
      if (before?.state !== 'preparing') return false;
      const failure = { code, mayRetryHelp: true, wasCharged: false, reference, picture: trouble } as const;
      const ended = fail(before, { nowMs, failure, costMicros: 0 });
      await storeUnpaidEnd(transaction, { before, ended, nowMs });
      return true;
    });
    log[trouble === undefined ? 'error' : 'info'](
      { generationId: generation.id, reference, picture: position + 1, error },
      'a reference picture could not be used',
    );
    if (!hasEnded) return;
    events.emit({
      name: 'generation-failed',
      generationId: generation.id,
      code,
      providerMs: undefined,
      costMicros: 0,
    });
    wakeDelivery();
  }
}

function troubleOf(error: unknown, position: number): PictureTrouble | undefined {
  if (!(error instanceof ReferenceRefused)) return undefined;
  return { number: position + 1, problem: error.problem, format: error.format };
}
