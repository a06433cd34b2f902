import { accountOf } from './account.ts';
import type { Draft } from './courier.ts';
import { draftSourceKey } from './draft.ts';
import { draftRequestOf, withDraft } from './draft-wish.ts';
import { findUnderWay } from './find-under-way.ts';
import type { Generation } from './generation.ts';
import type { GenerationRequest } from './generation-request.ts';
import type { Limits } from './limits/admission.ts';
import { refusalFor } from './limits/admission.ts';
import type { Allowed } from './limits/allowed.ts';
import { isAllowed } from './limits/allowed.ts';
import type { Amount } from './limits/budget.ts';
import type { Calendar } from './limits/calendar.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { ModelCosts } from './model-costs.ts';
import type { ExpectedTime } from './model-timings.ts';
import { flag } from './moderation/flag.ts';
import type { HouseOrder } from './moderation/house-order.ts';
import { isForOthers, strictnessFor, withContentCheck } from './moderation/house-order.ts';
import { judgeWords } from './moderation/judge-words.ts';
import type { WordPolicy } from './moderation/word-policy.ts';
import type { RequestCircumstances } from './read-circumstances.ts';
import { readCircumstances } from './read-circumstances.ts';
import type { Refusal } from './refusal.ts';
import { judge } from './rules/judge.ts';
import { resolveWithin } from './rules/resolve-within.ts';
import { reservation } from './settlement.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';
import { TurnGivenUp } from './storage/storage.ts';
import { unbegun } from './unbegun.ts';
import type { Wish } from './wish.ts';
import { picturesOf } from './wish.ts';

export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly generation: Generation;
      readonly ahead: number;
      readonly draft?: Draft | undefined;
    }
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
    const turn = { signal: request.patience };
    try {
      return await this.#options.storage.transaction(
        (transaction) => this.#accept(transaction, request),
        turn,
      );
    } catch (error) {
      if (error instanceof TurnGivenUp) return refused({ reason: 'too-many-at-once' });
      throw error;
    }
  }

  async #accept(transaction: StorageTransaction, request: GenerationRequest): Promise<Acceptance> {
    const nowMs = this.#options.now();
    const [known, account] = await Promise.all([
      transaction.generations.findBySource(request.sourceKey),
      accountOf(transaction, request.personId, nowMs),
    ]);
    if (known !== undefined) return { kind: 'repeated', generation: known };
    const pressed = await findUnderWay(transaction, { origin: request.origin, account });
    if (pressed !== undefined) return { kind: 'under-way', generation: pressed };
    // What was accepted before a crash is not turned down when its update comes again.
    if (this.#options.isPaused()) return refused({ reason: 'provider-paused' });

    const { calendar, catalog, createId, limits, words } = this.#options;
    const id = createId();
    const day = calendar.dayOf(nowMs);
    const query = { request, account, id, standard: limits.budgets, day, nowMs };
    const circumstances = await readCircumstances(transaction, query);
    const judgement = judge(request, circumstances.house);
    if (judgement.kind === 'refused') return judgement;
    const { narrowing } = judgement;
    const resolved = resolveWithin(request.wish, catalog, narrowing);
    if (resolved.kind === 'problems') {
      return refused({ reason: 'wish-impossible', problems: resolved.problems });
    }
    if (narrowing.privateOnly && !request.isPrivate) return refused({ reason: 'private-only' });
    const strictness = strictnessFor(request, narrowing, words.strictness);
    const wish = withContentCheck(resolved.wish, { catalog, strictness });
    const { isCovered, isFlagged, isRefused } = await judgeWords(transaction, wish, { strictness, words });
    if (isRefused) return refused({ reason: 'words-refused' });
    const isSpoiler = narrowing.spoilersAlways || (isCovered && isForOthers(request));
    const generation = this.#begin(request, { id, accountId: account.id, isSpoiler, nowMs, wish });
    const draft = this.#beginDraft(request, generation, { narrowing, strictness });
    return this.#admit(transaction, { request, circumstances, generation, draft, isFlagged });
  }

  /** Takes it if there is room and money for it. */
  async #admit(
    transaction: StorageTransaction,
    { circumstances, draft, generation, isFlagged, request }: Begun,
  ): Promise<Acceptance> {
    const { acceptedAtMs, wish } = generation;
    const { ahead, load, purses } = circumstances;
    const { calendar, expectedTime, limits } = this.#options;
    const expectedMs = expectedTime(wish)?.medianMs ?? 0;
    const refusalOf = (...asked: readonly Generation[]) =>
      refusalFor(
        {
          // As if everything that waits were like this one.
          expectedWaitMs: (expectedMs * ahead) / limits.maxRunning,
          load,
          purses,
          asked: amountOf(asked),
          renewsAtMs: calendar.renewalsAfter(acceptedAtMs),
        },
        limits,
      );
    const refusal = refusalOf(generation);
    if (refusal !== undefined) return refused(refusal);

    const hasRoom = draft && refusalOf(draft, generation) === undefined;
    const first = hasRoom ? draft : undefined;
    const isMissed = first === undefined && (draft !== undefined || request.wish.draftsFirst === true);
    const accepted = { ...generation, wish: withDraft(wish, { draft: first?.wish, isMissed }) };
    // In this order: the draft has its turn first.
    for (const one of first === undefined ? [accepted] : [first, accepted]) await store(transaction, one);
    if (isFlagged) await flag(transaction, accepted);
    if (first === undefined) return { kind: 'accepted', generation: accepted, ahead, draft: undefined };
    // While the draft has its turn, others have theirs.
    const aheadOfBoth = await transaction.line.ahead(accepted);
    const coming = { generation: first, picture: undefined };
    return { kind: 'accepted', generation: accepted, ahead: aheadOfBoth, draft: coming };
  }

  /** Undefined where nobody wants one, or rules or the model keep it from being painted. */
  #beginDraft(
    request: GenerationRequest,
    drafted: Generation,
    { narrowing, strictness }: HouseOrder,
  ): Generation | undefined {
    const { catalog } = this.#options;
    const asked = draftRequestOf(request.wish, drafted.wish, catalog);
    const resolved = asked && resolveWithin(asked, catalog, narrowing);
    if (resolved?.kind !== 'wish') return undefined;
    const wish = withContentCheck(resolved.wish, { catalog, strictness });
    // Nothing is shown unseen where the place minds.
    if (drafted.wish.contentCheck !== undefined && wish.contentCheck === undefined) return undefined;
    const { acceptedAtMs: nowMs } = drafted;
    const source = { sourceKey: draftSourceKey(drafted.id), origin: undefined };
    const id = this.#options.createId();
    const draft = this.#begin({ ...request, ...source }, { ...drafted, id, nowMs, wish });
    return { ...draft, draftOf: drafted.id };
  }

  #begin(request: GenerationRequest, { accountId, id, isSpoiler, nowMs, wish }: Beginning): Generation {
    const { calendar, costs, limits } = this.#options;
    return {
      ...unbegun,
      id,
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
      acceptedAtMs: nowMs,
      expiresAtMs: nowMs + limits.maxWaitMs,
      budgetDay: calendar.dayOf(nowMs),
      reservedMicros: costs.estimate(wish),
    };
  }
}

interface Begun {
  readonly request: GenerationRequest;
  readonly circumstances: RequestCircumstances;
  readonly generation: Generation;
  readonly draft: Generation | undefined;
  readonly isFlagged: boolean;
}

type Beginning = Pick<Generation, 'id' | 'accountId' | 'isSpoiler' | 'wish'> & { readonly nowMs: number };

async function store({ generations, ledger }: StorageTransaction, generation: Generation): Promise<void> {
  await Promise.all([generations.insert(generation), ledger.append(reservation(generation))]);
}

function refused(refusal: Refusal): Acceptance {
  return { kind: 'refused', refusal };
}

function amountOf(asked: readonly Generation[]): Amount {
  return {
    micros: asked.reduce((sum, { reservedMicros }) => sum + reservedMicros, 0),
    pictures: asked.reduce((sum, { wish }) => sum + picturesOf(wish), 0),
  };
}
