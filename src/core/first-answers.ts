import { setTimeout as delay } from 'node:timers/promises';
import type { Courier, GenerationStatus } from './courier.ts';
import { DeliveryError } from './courier.ts';
import { findDraft, readDraft } from './draft.ts';
import { storeUnpaidEnd } from './end-unpaid.ts';
import type { Generation } from './generation.ts';
import { abandon, acknowledge, fail } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { Log } from './log.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import { createReference } from './reference.ts';
import type { Storage } from './storage/storage.ts';

export interface FirstAnswersOptions {
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly events: GenerationEvents;
  /** Called when a generation waits for its turn. */
  readonly wakeQueue: () => void;
  /** Called with the place in line that a person was told. */
  readonly onPlaceTold: (generationId: string, ahead: number) => void;
  /** Called when a generation's references have to be fetched. */
  readonly beginPreparing: (generation: Generation) => void;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Sends the first answer to what was accepted and only then lets it wait for its turn, so that nobody's money is spent
 * on a request whose person cannot be reached.
 */
export class FirstAnswers {
  readonly #options: FirstAnswersOptions;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: FirstAnswersOptions) {
    this.#options = options;
  }

  /** Starts sending, unless it is under way, and returns at once. */
  send(status: GenerationStatus): void {
    const { generation } = status;
    if (this.#underWay.has(generation.id)) return;
    const sending = this.#send(status)
      .catch((error: unknown) =>
        this.#options.log.error({ generationId: generation.id, error }, 'the first answer was not recorded'),
      )
      .finally(() => this.#underWay.delete(generation.id));
    this.#underWay.set(generation.id, sending);
  }

  /** Resolves when no first answer to this generation is under way: its address is then as complete as it gets. */
  async settledFor(generationId: string): Promise<void> {
    await this.#underWay.get(generationId);
  }

  /**
   * Takes up what was accepted at least `ageMs` ago and never got past its first answer: because the process that
   * accepted it ended, or because the database could not take note of it.
   */
  async resume(ageMs: number): Promise<void> {
    const { couriers, now, pictures, storage } = this.#options;
    const acceptedBeforeMs = now() - ageMs;
    const accepted = await storage.transaction(async (transaction) => {
      const { generations, line } = transaction;
      const all = await generations.list({
        states: ['accepted'],
        isFree: true,
        platforms: [...couriers.keys()],
        limit: Number.MAX_SAFE_INTEGER,
      });
      const found = all.filter(
        ({ acceptedAtMs, draftOf, id }) =>
          draftOf === undefined && acceptedAtMs <= acceptedBeforeMs && !this.#underWay.has(id),
      );
      const statuses: GenerationStatus[] = [];
      for (const generation of found) {
        await generations.take(generation.id);
        const draft = await readDraft(transaction, generation, pictures);
        statuses.push({ generation, ahead: await line.ahead(generation), draft });
      }
      return statuses;
    });
    // A courier finds out whether the answer arrived before; an interaction that is over is abandoned then.
    for (const status of accepted) this.send(status);
  }

  /** Resolves when every first answer that was begun has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  /** Gives what is under way `graceMs`; what has not arrived by then is taken up at the next start. */
  async stop(graceMs: number): Promise<void> {
    await Promise.race([this.settled(), delay(graceMs, undefined, { ref: false })]);
  }

  async #send(status: GenerationStatus): Promise<void> {
    const { generation } = status;
    const { beginPreparing, couriers, events, now, onPlaceTold, wakeQueue } = this.#options;
    const courier = couriers.get(generation.address.platform);
    if (courier === undefined) return;
    let { address } = generation;
    try {
      address = await courier.acknowledge(status);
    } catch (error) {
      if (!(await this.#goesOnAfter(error, generation))) return;
    }
    const acknowledged = await this.#options.storage.transaction(async (transaction) => {
      const { generations, line } = transaction;
      const current = await generations.find(generation.id);
      if (current === undefined) return undefined;
      if (current.state !== 'accepted') {
        // Ended in the meantime: the address still learns which message to edit.
        await generations.save({ ...current, address });
        return undefined;
      }
      const next = acknowledge(current, address);
      await generations.save(next);
      const draft = await findDraft(transaction, next);
      if (draft?.state === 'accepted') await generations.save(acknowledge(draft, address));
      if (next.state === 'waiting') await line.join(next.accountId);
      return next;
    });
    if (acknowledged === undefined) return;
    events.emit({
      name: 'generation-acknowledged',
      generationId: acknowledged.id,
      afterMs: now() - acknowledged.acceptedAtMs,
    });
    if (acknowledged.state === 'preparing') beginPreparing(acknowledged);
    else {
      if (status.ahead !== undefined) onPlaceTold(acknowledged.id, status.ahead);
      wakeQueue();
    }
  }

  /** Whether the generation goes on although its first answer did not arrive; if not, it has been ended. */
  async #goesOnAfter(error: unknown, { address, id }: Generation): Promise<boolean> {
    const { log } = this.#options;
    const reference = createReference();
    if (error instanceof DeliveryError) {
      log.warn({ generationId: id, reference, error }, 'the first answer did not arrive');
      if (error.problem === 'gone') {
        await this.#abandon(id);
        return false;
      }
    } else log.error({ generationId: id, reference, error }, 'the first answer failed');
    // A lasting address may merely be busy. Elsewhere nobody knows what the person saw.
    if (address.isDurable) return true;
    await this.#endAsFailed(id, reference);
    return false;
  }

  async #abandon(id: string): Promise<void> {
    const nowMs = this.#options.now();
    const hasEnded = await this.#endUnpaid(id, (before) => abandon(before, nowMs));
    if (hasEnded) this.#options.events.emit({ name: 'generation-cancelled', ...unpaid(id) });
  }

  /** Nobody knows what the person saw of the first answer, so the final one is owed. */
  async #endAsFailed(id: string, reference: string): Promise<void> {
    const nowMs = this.#options.now();
    const failure = { code: 'internal', mayRetryHelp: true, wasCharged: false, reference } as const;
    const hasEnded = await this.#endUnpaid(id, (before) => fail(before, { nowMs, failure, costMicros: 0 }));
    if (hasEnded) {
      this.#options.events.emit({ name: 'generation-failed', code: failure.code, ...unpaid(id) });
    }
  }

  async #endUnpaid(id: string, end: (before: Generation) => Generation): Promise<boolean> {
    const { now, storage } = this.#options;
    return storage.transaction(async (transaction) => {
      const before = await transaction.generations.find(id);
      if (before?.state !== 'accepted') return false;
      await storeUnpaidEnd(transaction, { before, ended: end(before), nowMs: now() });
      return true;
    });
  }
}

function unpaid(generationId: string) {
  return { generationId, providerMs: undefined, costMicros: 0 };
}
