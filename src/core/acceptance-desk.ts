import type { Account } from './account.ts';
import { accountOf } from './account.ts';
import type { Address } from './address.ts';
import type { Generation } from './generation.ts';
import { noSlot } from './generation.ts';
import { unfinishedStates } from './generation-state.ts';
import type { Limits } from './limits/admission.ts';
import { refusalFor } from './limits/admission.ts';
import type { Allowed } from './limits/allowed.ts';
import { isAllowed } from './limits/allowed.ts';
import type { Calendar } from './limits/calendar.ts';
import { payersOf, readPurses } from './limits/read-purses.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { ModelCosts } from './model-costs.ts';
import type { ExpectedTime } from './model-timings.ts';
import { isForOthers, strictnessFor, withContentCheck } from './moderation/house-order.ts';
import { newReport } from './moderation/report.ts';
import type { WordPolicy } from './moderation/word-policy.ts';
import type { Refusal } from './refusal.ts';
import { judge } from './rules/judge.ts';
import { resolveWithin } from './rules/resolve-within.ts';
import { reservation } from './settlement.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';
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
  /** The channel, and what it belongs to, as `platform:id`, where places have such things. */
  readonly channels?: readonly string[] | undefined;
  /** What the person is there, as `platform:id`, where the platform has such a thing. */
  readonly roles?: readonly string[] | undefined;
  /** A place for adults only. */
  readonly isAgeRestricted?: boolean | undefined;
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

export interface AcceptanceDeskOptions {
  readonly storage: Storage;
  readonly catalog: ModelCatalog;
  readonly limits: Limits;
  readonly allowed: Allowed;
  readonly calendar: Calendar;
  readonly costs: ModelCosts;
  readonly words: WordPolicy;
  readonly expectedTime: (wish: Wish) => ExpectedTime | undefined;
  /** True while no request can be painted, so that none is accepted. */
  readonly isPaused: () => boolean;
  readonly now: () => number;
  readonly createId: () => string;
}

/** Accepts or refuses what people ask for, each request in one transaction. */
export class AcceptanceDesk {
  readonly #options: AcceptanceDeskOptions;
  #isClosed = false;

  constructor(options: AcceptanceDeskOptions) {
    this.#options = options;
  }

  /** From now on every request is refused as `stopping`. */
  close(): void {
    this.#isClosed = true;
  }

  /** Resolves as soon as what was decided is committed. */
  async decide(request: GenerationRequest): Promise<Acceptance> {
    if (this.#isClosed) return refused({ reason: 'stopping' });
    if (!isAllowed(this.#options.allowed, request)) return refused({ reason: 'not-allowed' });
    return this.#options.storage.transaction((transaction) => this.#accept(transaction, request));
  }

  async #accept(transaction: StorageTransaction, request: GenerationRequest): Promise<Acceptance> {
    const { generations } = transaction;
    const known = await generations.findBySource(request.sourceKey);
    if (known !== undefined) return { kind: 'repeated', generation: known };
    const nowMs = this.#options.now();
    const account = await accountOf(transaction, request.personId, nowMs);
    const pressed = await findUnderWay(transaction, request, account);
    if (pressed !== undefined) return { kind: 'under-way', generation: pressed };
    // What was accepted before a crash is not turned down when its update comes again.
    if (this.#options.isPaused()) return refused({ reason: 'provider-paused' });

    const judgement = await this.#judge(transaction, { request, account, nowMs });
    if (judgement.kind === 'refused') return judgement;
    const { narrowing } = judgement;
    const resolved = resolveWithin(request.wish, this.#options.catalog, narrowing);
    if (resolved.kind === 'problems') {
      return refused({ reason: 'wish-impossible', problems: resolved.problems });
    }
    if (narrowing.privateOnly && !request.isPrivate) return refused({ reason: 'private-only' });
    const { catalog, words } = this.#options;
    const strictness = strictnessFor(request, narrowing.strictness ?? words.strictness);
    const wish = withContentCheck(resolved.wish, { catalog, strictness });
    const actions = words.list.actionsOn(wish.style?.prompt ?? wish.prompt, strictness);
    if (actions.has('refuse')) return refused({ reason: 'words-refused' });
    const isSpoiler = narrowing.spoilersAlways || (actions.has('spoiler') && isForOthers(request));
    const generation = this.#draft(request, { accountId: account.id, isSpoiler, nowMs, wish });
    const isFlagged = actions.has('flag');
    return this.#admit(transaction, { request, account, generation, isFlagged, nowMs });
  }

  async #judge(transaction: StorageTransaction, { account, nowMs, request }: Asking) {
    const { sharing } = account;
    const rules = await transaction.rules.of(request.placeId);
    const bans = await transaction.bans.against({ people: sharing, placeId: request.placeId });
    return judge(request, { rules, bans, sharing, nowMs });
  }

  /** Takes it if there is room and money for it. */
  async #admit(
    transaction: StorageTransaction,
    {
      account,
      generation,
      isFlagged,
      nowMs,
      request,
    }: Asking & { readonly generation: Generation; readonly isFlagged: boolean },
  ): Promise<Acceptance> {
    const { generations, ledger } = transaction;
    const { wish } = generation;
    const ahead = await transaction.line.ahead(generation);
    const { calendar, expectedTime, limits } = this.#options;
    const expectedMs = expectedTime(wish)?.medianMs ?? 0;
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
    if (isFlagged) await flag(transaction, generation);
    return { kind: 'accepted', generation, ahead };
  }

  #draft(request: GenerationRequest, { accountId, isSpoiler, nowMs, wish }: Drafting): Generation {
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
      isSpoiler,
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

/** Moderators are told once there is something to be seen. */
async function flag(
  { reports }: StorageTransaction,
  { acceptedAtMs: atMs, id: generationId, placeId }: Generation,
): Promise<void> {
  await reports.add(newReport({ generationId, placeId, reason: 'words', reporterId: undefined, atMs }));
}

interface Asking {
  readonly request: GenerationRequest;
  readonly account: Account;
  readonly nowMs: number;
}

type Drafting = Pick<Generation, 'accountId' | 'isSpoiler' | 'wish'> & { readonly nowMs: number };

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
