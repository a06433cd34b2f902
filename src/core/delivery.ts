import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Address } from './address.ts';
import { afterFailedDelivery } from './after-failed-delivery.ts';
import type { Courier, OwedOutcome } from './courier.ts';
import { DeliveryError } from './courier.ts';
import { deliverablePicture } from './deliverable-picture.ts';
import { coveredLike, readDraft } from './draft.ts';
import type { Generation } from './generation.ts';
import { markAnswered, owesAnswer } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { Log } from './log.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import { PictureMissing } from './pictures/picture-store.ts';
import type { Storage } from './storage/storage.ts';

export interface DeliveryOptions {
  readonly storage: Storage;
  /** Only what is to be answered on these is taken up; by default everything. */
  readonly platforms?: readonly string[] | undefined;
  readonly pictures: PictureStore;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly events: GenerationEvents;
  readonly now: () => number;
  readonly log: Log;
  /** Resolves when no first answer to this generation is under way. */
  readonly settledFirstAnswer: (generationId: string) => Promise<void>;
}

/** Uploads at once; each holds one generation's pictures in memory. */
const concurrentDeliveries = 8;
const batchSize = 50;
const patrolMs = 2_000;
/** A platform that was switched off may come back: its answers stay owed for about a day. */
const switchedOffRetryMs = 5 * 60_000;

/** Tells people how their generations ended: every final answer that the database owes, until it has arrived. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #pool = new PQueue({ concurrency: concurrentDeliveries });
  readonly #underWay = new Map<string, Promise<void>>();
  #patrol: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #wokenWhileLooking = false;
  #isRunning = false;
  #hasStopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#patrol = setInterval(() => this.wake(), patrolMs);
    this.wake();
  }

  /** Says that an answer may have become due. Cheap; call it freely. */
  wake(): void {
    if (!this.#isRunning) return;
    if (this.#looking !== undefined) {
      this.#wokenWhileLooking = true;
      return;
    }
    this.#looking = this.#lookSafely().finally(() => {
      this.#looking = undefined;
      if (!this.#wokenWhileLooking) return;
      this.#wokenWhileLooking = false;
      this.wake();
    });
  }

  /** Sends what is due for at most `graceMs`; what is still owed then is owed at the next start too. */
  async stop(graceMs: number): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    clearInterval(this.#patrol);
    await this.#looking;
    await this.#lookSafely();
    const patience = new AbortController();
    const timeout = delay(graceMs, undefined, { signal: patience.signal, ref: false }).catch(() => {});
    await Promise.race([Promise.all(this.#underWay.values()), timeout]);
    patience.abort();
    this.#hasStopped = true;
    this.#pool.clear();
  }

  #lookSafely(): Promise<void> {
    return this.#look().catch((error: unknown) =>
      this.#options.log.error({ error }, 'looking for due answers failed'),
    );
  }

  async #look(): Promise<void> {
    const { log, now, platforms, storage } = this.#options;
    const limit = batchSize + this.#underWay.size;
    const due = await storage.read(({ generations }) =>
      generations.list({ deliveryDueAtMs: now(), isFree: true, platforms, limit }),
    );
    for (const { id } of due) {
      if (this.#underWay.has(id)) continue;
      const telling = this.#takeUp(id)
        // It stays due, and the patrol finds it again.
        .catch((error: unknown) => log.error({ generationId: id, error }, 'a due answer could not be read'))
        .finally(() => {
          this.#underWay.delete(id);
          if (due.length >= batchSize) this.wake();
        });
      this.#underWay.set(id, telling);
    }
  }

  /** The status message that the answer replaces may still be on its way; nobody else's answer waits for that. */
  async #takeUp(id: string): Promise<void> {
    await this.#options.settledFirstAnswer(id);
    if (!this.#hasStopped) await this.#pool.add(() => this.#deliver(id));
  }

  async #deliver(id: string): Promise<void> {
    const { couriers, log } = this.#options;
    const outcome = await this.#outcomeOf(id);
    if (outcome === undefined) return;
    const courier = couriers.get(outcome.generation.address.platform);
    try {
      if (courier === undefined)
        throw new DeliveryError({ problem: 'temporary', retryAfterMs: switchedOffRetryMs });
      const address = await courier.deliver(await this.#withReadableDraft(outcome));
      const current = await this.#arrived(id, address);
      if (current?.removedAtMs !== undefined) await courier.retract(current);
    } catch (error) {
      log.warn({ generationId: id, error }, 'a final answer did not arrive');
      await this.#undelivered(id, error).catch((cause: unknown) =>
        log.error({ generationId: id, error: cause }, 'a failed delivery could not be recorded'),
      );
    }
  }

  async #outcomeOf(id: string): Promise<OwedOutcome | undefined> {
    const { storage, pictures: store } = this.#options;
    return storage.transaction(async (transaction) => {
      const { generations, pictures } = transaction;
      const generation = await generations.find(id);
      if (generation === undefined || !owesAnswer(generation)) return undefined;
      if (!(await generations.take(id))) return undefined;
      const stored = generation.state === 'made' ? await pictures.of(id, 'result') : [];
      const painted = stored.map((picture) => deliverablePicture(picture, store));
      const draft = await readDraft(transaction, generation, store);
      const isShowable = draft?.picture !== undefined && generation.removedAtMs === undefined;
      const instead = isShowable ? [draft.picture] : [];
      const isDraftAlone = draft !== undefined && instead.length > 0;
      return {
        generation: isDraftAlone ? coveredLike(generation, draft) : generation,
        pictures: generation.state === 'made' ? painted : instead,
        draft,
        isOwed: () => this.#isOwed(id),
      };
    });
  }

  /** A draft that cannot be read any more leaves the words; one that could not be read for a moment is tried once more. */
  async #withReadableDraft(outcome: OwedOutcome): Promise<OwedOutcome> {
    const { draft, generation, pictures } = outcome;
    const [shown] = pictures;
    if (draft === undefined || shown?.role !== 'draft') return outcome;
    try {
      const bytes = await shown.read();
      return { ...outcome, pictures: [{ ...shown, read: async () => bytes }] };
    } catch (error) {
      if (!(error instanceof PictureMissing) && generation.deliveryRejections === 0) throw error;
      this.#options.log.error({ generationId: generation.id, error }, 'a draft could not be read');
      return { ...outcome, pictures: [], draft: { ...draft, picture: undefined } };
    }
  }

  async #isOwed(id: string): Promise<boolean> {
    const current = await this.#options.storage.read(({ generations }) => generations.find(id));
    return current !== undefined && owesAnswer(current);
  }

  /** Whatever became of it on the way: whoever wants to do something with the answer has to find it. */
  async #arrived(id: string, address: Address): Promise<Generation | undefined> {
    const { events, now, storage } = this.#options;
    const nowMs = now();
    const [before, after] = await storage.transaction(async ({ generations }) => {
      const current = await generations.find(id);
      if (current === undefined) return [];
      const arrived = { ...(owesAnswer(current) ? markAnswered(current, nowMs) : current), address };
      await generations.save(arrived);
      return [current, arrived];
    });
    if (before !== undefined && owesAnswer(before)) {
      const afterMs = nowMs - (before.endedAtMs ?? nowMs);
      events.emit({ name: 'generation-delivered', generationId: id, afterMs });
    }
    return after;
  }

  async #undelivered(id: string, error: unknown): Promise<void> {
    const { events, log, now, storage } = this.#options;
    const after = await storage.transaction(async ({ generations, missedAnswers }) => {
      const generation = await generations.find(id);
      if (generation === undefined || !owesAnswer(generation)) return undefined;
      const changed = afterFailedDelivery(generation, error, now());
      await generations.save(changed);
      if (isGivenUp(changed)) await missedAnswers.add(changed);
      return changed;
    });
    if (after === undefined || after.nextDeliveryAtMs !== undefined) return;
    log.warn({ generationId: id, state: after.state }, 'a final answer was given up');
    events.emit({ name: 'generation-undeliverable', generationId: id });
  }
}

/** Whoever cancelled it knows how it ended. */
function isGivenUp({ answeredAtMs, nextDeliveryAtMs, state }: Generation): boolean {
  return answeredAtMs === undefined && nextDeliveryAtMs === undefined && state !== 'cancelled';
}
