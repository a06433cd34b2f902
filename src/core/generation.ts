import type { Address } from './address.ts';
import type { FailureRecord } from './failure-record.ts';
import type { GenerationState } from './generation-state.ts';
import { finalStates, queuedStates, unfinishedStates } from './generation-state.ts';
import type { MicroDollars } from './money.ts';
import type { Wish } from './wish.ts';

/**
 * One accepted request for pictures. Its `id` (UUID v4) is also the task id at the image backend, which makes sending
 * it again harmless. Times are milliseconds since the epoch, money is micro-dollars.
 */
export interface Generation {
  readonly id: string;
  /** Identifies the update that asked for it, so that a redelivered update changes nothing. */
  readonly sourceKey: string;
  /** The button that asked for it, by its id; undefined when somebody typed. While it is unfinished, pressing again changes nothing. */
  readonly origin: string | undefined;
  /** The generation that it is the draft of: it is no answer, and nobody is told of it by itself. */
  readonly draftOf: string | undefined;
  /** `platform:id`, as in `discord:80351110224678912`. */
  readonly personId: string;
  /** What its turn and its slot are counted under: the id of its person, or of whoever's account that person joined. */
  readonly accountId: string;
  /** The server, group or private chat, as `platform:id`. */
  readonly placeId: string;
  /** BCP 47 language of the person's answers. */
  readonly language: string;
  readonly isPrivate: boolean;
  /** Its pictures are shown covered, until somebody uncovers them. */
  readonly isSpoiler: boolean;
  readonly wish: Wish;
  readonly address: Address;
  readonly state: GenerationState;
  readonly acceptedAtMs: number;
  /** A wish that has not started by then ends as expired. */
  readonly expiresAtMs: number;
  readonly startedAtMs: number | undefined;
  /** When the paid call was first sent; stored before it is sent. */
  readonly firstSentAtMs: number | undefined;
  /** When the paid call is given up; its outcome is then unknown. */
  readonly deadlineAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  /** The final answer has reached the person. */
  readonly answeredAtMs: number | undefined;
  /** When its pictures were deleted, by somebody's wish. Nothing of them is shown any more. */
  readonly removedAtMs: number | undefined;
  /** While true the generation counts as running: its paid call may still be under way, whatever its state. */
  readonly holdsSlot: boolean;
  /** Counts claims and take-overs; 0 before the first claim. Only the run of the latest attempt may write what becomes of it. */
  readonly attempt: number;
  /** Until when the run of this attempt has it; afterwards another may take it over. */
  readonly leaseUntilMs: number | undefined;
  /** The calendar day, in the operator's time zone, whose budgets it counts against: that of its acceptance. */
  readonly budgetDay: string;
  readonly reservedMicros: MicroDollars;
  /** What the operator paid. */
  readonly costMicros: MicroDollars | undefined;
  readonly failure: FailureRecord | undefined;
  /** Pictures that were asked for and paid nothing, because the model refused or lost them. */
  readonly missingPictures: number;
  /** The words that were made, where pictures were not what was asked for. */
  readonly texts: readonly string[];
  /** Attempts to deliver the final answer that failed for the moment. */
  readonly deliveryAttempts: number;
  /** Attempts that the platform refused for good. */
  readonly deliveryRejections: number;
  /** When the next attempt to deliver the final answer is due. */
  readonly nextDeliveryAtMs: number | undefined;
}

/** What a run is given: until when its call may take, and until when the generation is its own. */
interface Claim {
  readonly deadlineAtMs: number;
  readonly leaseUntilMs: number;
}

class InvalidTransition extends Error {
  override readonly name = 'InvalidTransition';
  constructor(generation: Generation, transition: string) {
    super(`generation ${generation.id} is ${generation.state}: it cannot ${transition}`);
  }
}

/** The first answer reached the person: the generation gets its references ready, or waits for its turn at once. */
export function acknowledge(generation: Generation, address: Address): Generation {
  requireState(generation, ['accepted'], 'be acknowledged');
  const state = generation.wish.references.length > 0 ? 'preparing' : 'waiting';
  return { ...generation, address, state };
}

/** Every reference is stored. */
export function finishPreparing(generation: Generation): Generation {
  requireState(generation, ['preparing'], 'wait');
  return { ...generation, state: 'waiting' };
}

export function start(generation: Generation, at: Claim & { nowMs: number }): Generation {
  requireState(generation, ['waiting'], 'start');
  return {
    ...generation,
    state: 'running',
    holdsSlot: true,
    startedAtMs: at.nowMs,
    attempt: generation.attempt + 1,
    deadlineAtMs: at.deadlineAtMs,
    leaseUntilMs: at.leaseUntilMs,
  };
}

/** Claims again what an earlier run left or lost. What was never sent gets its whole time again. */
export function takeOver(generation: Generation, { deadlineAtMs, leaseUntilMs }: Claim): Generation {
  if (!generation.holdsSlot) throw new InvalidTransition(generation, 'be taken over');
  const attempt = generation.attempt + 1;
  const taken = { ...generation, attempt, leaseUntilMs };
  return generation.firstSentAtMs === undefined ? { ...taken, deadlineAtMs } : taken;
}

/** The run that has it is alive. */
export function extendLease(generation: Generation, leaseUntilMs: number): Generation {
  return { ...generation, leaseUntilMs };
}

/** Records the moment of the first send; a generation that was sent before keeps its first moment. */
export function markSent(generation: Generation, nowMs: number): Generation {
  return { ...generation, firstSentAtMs: generation.firstSentAtMs ?? nowMs };
}

/** What a generation has whose paid call is over, or was never sent. */
export const noSlot = { holdsSlot: false, leaseUntilMs: undefined } as const;

/**
 * What was made is stored and paid for. A generation cancelled in the meantime stays cancelled: pictures go to its
 * history. A draft is over then; what it is the draft of shows it.
 */
export function finish(
  generation: Generation,
  result: { nowMs: number; costMicros: MicroDollars; missingPictures: number; texts: readonly string[] },
): Generation {
  requireState(generation, ['running', 'cancelled'], 'finish');
  const finished = {
    ...generation,
    ...noSlot,
    costMicros: result.costMicros,
    missingPictures: result.missingPictures,
    texts: result.texts,
  };
  if (generation.state === 'cancelled') return finished;
  const state = generation.draftOf === undefined ? 'made' : 'delivered';
  return { ...finished, state, endedAtMs: result.nowMs, ...answerDue(generation, result.nowMs) };
}

export function fail(
  generation: Generation,
  ending: { nowMs: number; failure: FailureRecord; costMicros: MicroDollars },
): Generation {
  requireState(generation, [...unfinishedStates, 'cancelled'], 'fail');
  const freed = { ...generation, ...noSlot, costMicros: ending.costMicros };
  // What the operator may have paid for brought nobody anything.
  if (generation.state === 'cancelled') return { ...freed, missingPictures: generation.wish.count };
  return {
    ...freed,
    state: 'failed',
    failure: ending.failure,
    endedAtMs: ending.nowMs,
    ...answerDue(generation, ending.nowMs),
  };
}

/** Ends a generation at the person's wish. A running one keeps its slot until its paid call is known to be over. */
export function cancel(generation: Generation, nowMs: number): Generation {
  requireState(generation, unfinishedStates, 'be cancelled');
  return { ...generation, state: 'cancelled', endedAtMs: nowMs, ...answerDue(generation, nowMs) };
}

/** Ends a generation whose answers cannot reach anybody: its first one never arrived, or the place is gone. */
export function abandon(generation: Generation, nowMs: number): Generation {
  requireState(generation, queuedStates, 'be abandoned');
  return { ...generation, state: 'cancelled', endedAtMs: nowMs };
}

export function expire(generation: Generation, nowMs: number): Generation {
  requireState(generation, queuedStates, 'expire');
  return { ...generation, state: 'expired', endedAtMs: nowMs, ...answerDue(generation, nowMs) };
}

/** The final answer has arrived. */
export function markAnswered(generation: Generation, nowMs: number): Generation {
  requireState(generation, ['made', 'failed', 'cancelled', 'expired'], 'be answered');
  const state = generation.state === 'made' ? 'delivered' : generation.state;
  return { ...generation, state, answeredAtMs: nowMs, nextDeliveryAtMs: undefined };
}

/** Makes the final answer due again; whoever knows why it did not arrive says what counts. */
export function postponeDelivery(
  generation: Generation,
  postponement: { readonly nextDeliveryAtMs: number } & Partial<
    Pick<Generation, 'deliveryAttempts' | 'deliveryRejections'>
  >,
): Generation {
  return { ...generation, ...postponement };
}

/** Nobody can be reached at the address any more; pictures stay for the person's history. */
export function giveUpDelivery(generation: Generation): Generation {
  requireState(generation, ['made', 'failed', 'cancelled', 'expired'], 'become undeliverable');
  const state = generation.state === 'made' ? 'undeliverable' : generation.state;
  return { ...generation, state, nextDeliveryAtMs: undefined };
}

/** Takes its pictures away for good, and never sends them again; the account of what they cost stays. */
export function remove(generation: Generation, nowMs: number): Generation {
  requireState(generation, ['made', ...finalStates], 'be removed');
  // People see their pictures, and can press what is under them, before it is noted that they arrived.
  const seen = generation.state === 'made' ? markAnswered(generation, nowMs) : generation;
  return { ...seen, removedAtMs: generation.removedAtMs ?? nowMs };
}

/** Whether the person still has to be told how it ended. */
export function owesAnswer(generation: Generation): boolean {
  switch (generation.state) {
    case 'made':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return generation.nextDeliveryAtMs !== undefined;
    case 'accepted':
    case 'preparing':
    case 'waiting':
    case 'running':
    case 'delivered':
    case 'undeliverable':
      return false;
    default:
      return generation.state satisfies never;
  }
}

/** The person is told how a draft ended by what it is the draft of. */
function answerDue({ draftOf }: Generation, nowMs: number): Pick<Generation, 'nextDeliveryAtMs'> {
  return { nextDeliveryAtMs: draftOf === undefined ? nowMs : undefined };
}

function requireState(generation: Generation, allowed: readonly GenerationState[], transition: string): void {
  if (!allowed.includes(generation.state)) throw new InvalidTransition(generation, transition);
}
