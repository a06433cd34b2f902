import { abandonLost } from './abandon-lost.ts';
import type { Acceptance, AcceptanceDeskOptions } from './acceptance-desk.ts';
import { AcceptanceDesk } from './acceptance-desk.ts';
import { lookUpAccount } from './account.ts';
import type { Address } from './address.ts';
import type { Cancellation } from './cancellation.ts';
import { cancelAtWish } from './cancellation.ts';
import type { GenerationStatus } from './courier.ts';
import { findDraft } from './draft.ts';
import type { FirstAnswers } from './first-answers.ts';
import type { Generation } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { GenerationRequest } from './generation-request.ts';
import { listUnfinished } from './list-unfinished.ts';
import type { MissedQuery } from './missed-query.ts';
import type { MovedPlace } from './move-place.ts';
import { movePlace } from './move-place.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** What can be asked of the core. */
export interface GenerationService {
  /**
   * Accepts or refuses a request in one transaction. Resolves as soon as that is committed; the first answer to an
   * accepted one is then sent by its platform's courier, without being waited for here.
   */
  request(request: GenerationRequest): Promise<Acceptance>;
  /** What was accepted for an update that is told of once more; undefined when nothing was. */
  acceptedFor(sourceKey: string): Promise<Generation | undefined>;
  /** Ends a generation at the wish of the person whose it is, on whichever platform; anybody else's is `not-found`. */
  cancel(request: { readonly id: string; readonly personId: string }): Promise<Cancellation>;
  /**
   * Ends, unpaid and without a word, everything not yet sent whose answers go where the bot is no more: it was removed
   * from there, or blocked. What runs goes on. Resolves with how many it ended.
   */
  abandonAt(isLost: (address: Address) => boolean): Promise<number>;
  /**
   * The ids of a person's requests that ended out of their reach, until they are told. In front of others
   * (`publicPlaceId`) only those that were asked for in public there.
   */
  missedBy(query: MissedQuery): Promise<readonly string[]>;
  /** The person has been told of these. Harmless when repeated. */
  forgetMissed(ids: readonly string[]): Promise<void>;
  /** A place goes on under another id: what waits there, and all that is stored of it, follows. Harmless when repeated. */
  movePlace(moved: MovedPlace): Promise<void>;
  /** What a person has under way and how far it is, oldest first. */
  unfinished(personId: string): Promise<readonly GenerationStatus[]>;
}

export interface GenerationServiceOptions extends AcceptanceDeskOptions {
  readonly firstAnswers: FirstAnswers;
  /** True while those who run the bot have stopped it; what waits says so. */
  readonly isPausedByHand: () => boolean;
  readonly events: GenerationEvents;
  /** Called with what was accepted, where somebody wants to read what people ask for. */
  readonly notePrompt?: ((generation: Generation) => void) | undefined;
  /** Called when a generation has ended before it was sent. */
  readonly breakOffPreparing: (generationId: string) => void;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
}

export class StoredGenerationService implements GenerationService {
  readonly #options: GenerationServiceOptions;
  readonly #desk: AcceptanceDesk;

  constructor(options: GenerationServiceOptions) {
    this.#options = options;
    this.#desk = new AcceptanceDesk(options);
  }

  /** From now on every request is refused as `stopping`. */
  close(): void {
    this.#desk.close();
  }

  async request(request: GenerationRequest): Promise<Acceptance> {
    const acceptance = await this.#decide(request);
    switch (acceptance.kind) {
      case 'accepted':
        this.#options.events.emit({ name: 'generation-accepted', generationId: acceptance.generation.id });
        this.#options.notePrompt?.(acceptance.generation);
        this.#options.firstAnswers.send(acceptance);
        break;
      case 'refused':
        this.#options.events.emit({ name: 'generation-refused', reason: acceptance.refusal.reason });
        break;
      case 'repeated':
      case 'under-way':
        break;
      default:
        acceptance satisfies never;
    }
    return acceptance;
  }

  /** A connection that breaks with the commit does not say whether it went through, and nobody shall be told of a fault then. */
  async #decide(request: GenerationRequest): Promise<Acceptance> {
    try {
      return await this.#desk.decide(request);
    } catch (error) {
      const accepted = await this.#acceptedAfterAll(request).catch(() => undefined);
      if (accepted === undefined) throw error;
      return accepted;
    }
  }

  #acceptedAfterAll({ patience, sourceKey }: GenerationRequest): Promise<Acceptance | undefined> {
    const find = async (transaction: StorageTransaction): Promise<Acceptance | undefined> => {
      const { generations, line } = transaction;
      const generation = await generations.findBySource(sourceKey);
      if (generation?.state !== 'accepted') return undefined;
      const draft = await findDraft(transaction, generation);
      return {
        kind: 'accepted',
        generation,
        ahead: await line.ahead(generation),
        draft: draft && { generation: draft, picture: undefined },
      };
    };
    // While the database stays away, the person has to hear of the fault in time.
    return this.#options.storage.transaction(find, { signal: patience });
  }

  acceptedFor(sourceKey: string): Promise<Generation | undefined> {
    return this.#options.storage.read(({ generations }) => generations.findBySource(sourceKey));
  }

  async cancel({ id, personId }: { id: string; personId: string }): Promise<Cancellation> {
    const nowMs = this.#options.now();
    const cancellation = await this.#options.storage.transaction((transaction) =>
      cancelAtWish(transaction, { id, nowMs, personId }),
    );
    if (cancellation.kind === 'cancelled') {
      this.#options.breakOffPreparing(id);
      // One that runs is told of when its paid call is over: only then its cost is known.
      this.#options.events.emit({
        name: 'generation-cancelled',
        generationId: id,
        providerMs: undefined,
        costMicros: 0,
      });
    }
    if (cancellation.kind === 'cancelled' || cancellation.kind === 'cancelled-while-running') {
      this.#options.wakeDelivery();
    }
    return cancellation;
  }

  async abandonAt(isLost: (address: Address) => boolean): Promise<number> {
    const { breakOffPreparing, events, now, storage } = this.#options;
    const nowMs = now();
    const abandoned = await storage.transaction((transaction) => abandonLost(transaction, isLost, nowMs));
    for (const generationId of abandoned) {
      breakOffPreparing(generationId);
      events.emit({ name: 'generation-cancelled', generationId, providerMs: undefined, costMicros: 0 });
    }
    return abandoned.length;
  }

  missedBy(query: MissedQuery): Promise<readonly string[]> {
    const { now, storage } = this.#options;
    return storage.read(async (transaction) => {
      const { people } = await lookUpAccount(transaction, query.personId, now());
      const missed: string[] = [];
      for (const personId of people) {
        missed.push(...(await transaction.missedAnswers.list({ ...query, personId })));
      }
      return missed;
    });
  }

  forgetMissed(ids: readonly string[]): Promise<void> {
    return this.#options.storage.transaction(({ missedAnswers }) => missedAnswers.remove(ids));
  }

  movePlace(moved: MovedPlace): Promise<void> {
    return this.#options.storage.transaction((transaction) => movePlace(transaction, moved));
  }

  unfinished(personId: string): Promise<readonly GenerationStatus[]> {
    const { now, storage } = this.#options;
    const pauses = { isPaused: this.#options.isPaused(), isPausedByHand: this.#options.isPausedByHand() };
    return storage.read(async (transaction) => {
      const account = await lookUpAccount(transaction, personId, now());
      return listUnfinished(transaction, { account, ...pauses });
    });
  }
}
