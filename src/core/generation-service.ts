import { abandonLost } from './abandon-lost.ts';
import type { Account } from './account.ts';
import { accountOf } from './account.ts';
import type { Address } from './address.ts';
import type { Cancellation } from './cancellation.ts';
import { cancelAtWish } from './cancellation.ts';
import type { GenerationStatus } from './courier.ts';
import type { FirstAnswers } from './first-answers.ts';
import type { Generation } from './generation.ts';
import { noSlot } from './generation.ts';
import type { GenerationEvents } from './generation-events.ts';
import { unfinishedStates } from './generation-state.ts';
import type { Limits } from './limits/admission.ts';
import { refusalFor } from './limits/admission.ts';
import type { Allowed } from './limits/allowed.ts';
import { isAllowed } from './limits/allowed.ts';
import type { Calendar } from './limits/calendar.ts';
import { payersOf, readPurses } from './limits/read-purses.ts';
import { listUnfinished } from './list-unfinished.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { ModelCosts } from './model-costs.ts';
import type { ExpectedTime } from './model-timings.ts';
import { readdress } from './readdress.ts';
import type { Refusal } from './refusal.ts';
import { resolveWish } from './resolve-wish.ts';
import { reservation } from './settlement.ts';
import type { MissedQuery, Storage, StorageTransaction } from './storage/storage.ts';
import type { Wish, WishRequest } from './wish.ts';
import { picturesOf } from './wish.ts';

/** A request as a command hands it over: who asks, where, for what, and where the answers go. */
export interface GenerationRequest {
  readonly sourceKey: string;
  /** The button that asked for it, by its id; undefined when somebody typed. */
  readonly origin: string | undefined;
  readonly personId: string;
  readonly placeId: string;
  /** A place of the person's own, which no budget of a place is for. */
  readonly isPrivateChat: boolean;
  /** What the person is there, as `platform:id`, where the platform has such a thing. */
  readonly roles?: readonly string[] | undefined;
  readonly language: string;
  readonly isPrivate: boolean;
  readonly address: Address;
  readonly wish: WishRequest;
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly generation: Generation; readonly ahead: number }
  /** The same update was accepted before; nothing was changed. */
  | { readonly kind: 'repeated'; readonly generation: Generation }
  /** The person pressed the same button before, and what it asked for is not finished; nothing was changed. */
  | { readonly kind: 'under-way'; readonly generation: Generation }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

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
  /** Gives everything whose final answer is still to come its new address, where `move` knows one. */
  readdress(move: (address: Address) => Address | undefined): Promise<void>;
  /** What a person has under way and how far it is, oldest first. */
  unfinished(personId: string): Promise<readonly GenerationStatus[]>;
}

export interface GenerationServiceOptions {
  readonly storage: Storage;
  readonly catalog: ModelCatalog;
  readonly limits: Limits;
  readonly allowed: Allowed;
  readonly calendar: Calendar;
  readonly costs: ModelCosts;
  readonly firstAnswers: FirstAnswers;
  readonly events: GenerationEvents;
  readonly expectedTime: (wish: Wish) => ExpectedTime | undefined;
  /** True while no request can be painted, so that none is accepted. */
  readonly isPaused: () => boolean;
  /** Called when a generation has ended before it was sent. */
  readonly breakOffPreparing: (generationId: string) => void;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
  readonly now: () => number;
  readonly createId: () => string;
}

export class StoredGenerationService implements GenerationService {
  readonly #options: GenerationServiceOptions;
  #isClosed = false;

  constructor(options: GenerationServiceOptions) {
    this.#options = options;
  }

  /** From now on every request is refused as `stopping`. */
  close(): void {
    this.#isClosed = true;
  }

  async request(request: GenerationRequest): Promise<Acceptance> {
    const acceptance = await this.#decide(request);
    switch (acceptance.kind) {
      case 'accepted':
        this.#options.events.emit({ name: 'generation-accepted', generationId: acceptance.generation.id });
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

  acceptedFor(sourceKey: string): Promise<Generation | undefined> {
    return this.#options.storage.transaction(({ generations }) => generations.findBySource(sourceKey));
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
    return storage.transaction(async (transaction) => {
      const { people } = await accountOf(transaction, query.personId, now());
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

  readdress(move: (address: Address) => Address | undefined): Promise<void> {
    return this.#options.storage.transaction((transaction) => readdress(transaction, move));
  }

  unfinished(personId: string): Promise<readonly GenerationStatus[]> {
    const { now, storage } = this.#options;
    const isPaused = this.#options.isPaused();
    return storage.transaction(async (transaction) => {
      const account = await accountOf(transaction, personId, now());
      return listUnfinished(transaction, { account, isPaused });
    });
  }

  async #decide(request: GenerationRequest): Promise<Acceptance> {
    if (this.#isClosed) return refused({ reason: 'stopping' });
    if (!isAllowed(this.#options.allowed, request)) return refused({ reason: 'not-allowed' });
    const resolved = resolveWish(request.wish, this.#options.catalog);
    if (resolved.kind === 'problems') {
      return refused({ reason: 'wish-impossible', problems: resolved.problems });
    }
    const { wish } = resolved;
    const expectedMs = this.#options.expectedTime(wish)?.medianMs ?? 0;
    return this.#options.storage.transaction((transaction) =>
      this.#accept(transaction, { request, wish, expectedMs }),
    );
  }

  async #accept(
    transaction: StorageTransaction,
    { expectedMs, request, wish }: ResolvedRequest,
  ): Promise<Acceptance> {
    const { generations, ledger } = transaction;
    const known = await generations.findBySource(request.sourceKey);
    if (known !== undefined) return { kind: 'repeated', generation: known };
    const nowMs = this.#options.now();
    const account = await accountOf(transaction, request.personId, nowMs);
    const pressed = await findUnderWay(transaction, request, account);
    if (pressed !== undefined) return { kind: 'under-way', generation: pressed };
    // What was accepted before a crash is not turned down when its update comes again.
    if (this.#options.isPaused()) return refused({ reason: 'provider-paused' });

    const generation = this.#draft(request, { accountId: account.id, nowMs, wish });
    const ahead = await transaction.line.ahead(generation);
    const { calendar, limits } = this.#options;
    const purses = await readPurses(transaction, {
      payers: payersOf(request, account.sharing),
      standard: limits.budgets,
      day: generation.budgetDay,
      nowMs,
    });
    const refusal = refusalFor(
      {
        // As if everything that waits were like this one.
        expectedWaitMs: (expectedMs * ahead) / limits.maxRunning,
        load: await generations.load(account.id),
        purses,
        asked: { micros: generation.reservedMicros, pictures: picturesOf(wish) },
        renewsAtMs: calendar.renewalsAfter(nowMs),
      },
      limits,
    );
    if (refusal !== undefined) return refused(refusal);

    await generations.insert(generation);
    await ledger.append(reservation(generation));
    return { kind: 'accepted', generation, ahead };
  }

  #draft(
    request: GenerationRequest,
    { accountId, nowMs, wish }: { readonly accountId: string; readonly nowMs: number; readonly wish: Wish },
  ): Generation {
    const { calendar, costs, createId, limits } = this.#options;
    return {
      id: createId(),
      sourceKey: request.sourceKey,
      origin: request.origin,
      personId: request.personId,
      accountId,
      placeId: request.placeId,
      language: request.language,
      isPrivate: request.isPrivate,
      wish,
      address: request.address,
      state: 'accepted',
      acceptedAtMs: nowMs,
      expiresAtMs: nowMs + limits.maxWaitMs,
      startedAtMs: undefined,
      firstSentAtMs: undefined,
      deadlineAtMs: undefined,
      endedAtMs: undefined,
      answeredAtMs: undefined,
      removedAtMs: undefined,
      ...noSlot,
      attempt: 0,
      budgetDay: calendar.dayOf(nowMs),
      reservedMicros: costs.estimate(wish),
      costMicros: undefined,
      failure: undefined,
      missingPictures: 0,
      texts: [],
      deliveryAttempts: 0,
      deliveryRejections: 0,
      nextDeliveryAtMs: undefined,
    };
  }
}

interface ResolvedRequest {
  readonly request: GenerationRequest;
  readonly wish: Wish;
  /** How long it takes once it is painted. */
  readonly expectedMs: number;
}

/** Two presses of one button at once are one wish. */
async function findUnderWay(
  { generations }: StorageTransaction,
  { origin }: GenerationRequest,
  account: Account,
): Promise<Generation | undefined> {
  if (origin === undefined) return undefined;
  const query = { states: unfinishedStates, accountId: account.id, origin, limit: Number.MAX_SAFE_INTEGER };
  const pressed = await generations.list(query);
  return pressed.find(({ personId }) => account.people.includes(personId));
}

function refused(refusal: Refusal): Acceptance {
  return { kind: 'refused', refusal };
}
