import type { Courier, GenerationStatus } from './courier.ts';
import { DeliveryError } from './courier.ts';
import { storeUnpaidEnd } from './end-unpaid.ts';
import type { Generation } from './generation.ts';
import { abandon, acknowledge } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage/storage.ts';

export interface FirstAnswersOptions {
  readonly storage: Storage;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly events: GenerationEvents;
  /** Called when a generation waits for its turn. */
  readonly wakeQueue: () => void;
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

  /** Starts sending and returns at once. */
  send(status: GenerationStatus): void {
    const { generation } = status;
    const sending = this.#send(status)
      .catch((error: unknown) =>
        this.#options.log.error({ generationId: generation.id, error }, 'the first answer failed'),
      )
      .finally(() => this.#underWay.delete(generation.id));
    this.#underWay.set(generation.id, sending);
  }

  /** Resolves when no first answer to this generation is under way: its address is then as complete as it gets. */
  async settledFor(generationId: string): Promise<void> {
    await this.#underWay.get(generationId);
  }

  /** Takes up what was accepted in an earlier life of the process and never got past its first answer. */
  async resume(): Promise<void> {
    const accepted = await this.#options.storage.transaction(async ({ generations, line }) => {
      const found = await generations.list({ states: ['accepted'], limit: Number.MAX_SAFE_INTEGER });
      const statuses: GenerationStatus[] = [];
      for (const generation of found) statuses.push({ generation, ahead: await line.ahead(generation) });
      return statuses;
    });
    // A courier finds out whether the answer arrived before; an interaction that is over is abandoned then.
    for (const status of accepted) this.send(status);
  }

  /** Resolves when every first answer that was begun has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async #send({ generation, ahead }: GenerationStatus): Promise<void> {
    const { beginPreparing, couriers, events, log, now, wakeQueue } = this.#options;
    const courier = couriers.get(generation.address.platform);
    if (courier === undefined) return;
    let address = generation.address;
    try {
      address = await courier.acknowledge({ generation, ahead });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.warn({ generationId: generation.id, error }, 'the first answer did not arrive');
      // Where nobody can be reached nothing is painted; a lasting address may merely be busy.
      if (error.problem === 'gone' || !address.isDurable) return this.#abandon(generation.id);
    }
    const acknowledged = await this.#options.storage.transaction(async ({ generations, line }) => {
      const current = await generations.find(generation.id);
      if (current === undefined) return undefined;
      if (current.state !== 'accepted') {
        // Ended in the meantime: the address still learns which message to edit.
        await generations.save({ ...current, address });
        return undefined;
      }
      const next = acknowledge(current, address);
      await generations.save(next);
      if (next.state === 'waiting') await line.join(next.personId);
      return next;
    });
    if (acknowledged === undefined) return;
    events.emit({
      name: 'generation-acknowledged',
      generationId: acknowledged.id,
      afterMs: now() - acknowledged.acceptedAtMs,
    });
    if (acknowledged.state === 'preparing') beginPreparing(acknowledged);
    else wakeQueue();
  }

  async #abandon(id: string): Promise<void> {
    const nowMs = this.#options.now();
    await this.#options.storage.transaction(async (transaction) => {
      const before = await transaction.generations.find(id);
      if (before?.state !== 'accepted') return;
      await storeUnpaidEnd(transaction, { before, ended: abandon(before, nowMs), nowMs });
    });
  }
}
