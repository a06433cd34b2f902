import { GenerationFailure } from '../failure.ts';
import type { ImageCall } from '../image-model.ts';
import { makesTexts } from '../verb.ts';
import type { Reading, Settled } from './answer-reading.ts';
import type { Question } from './lost-answer.ts';
import { askingDelays, backoffMs } from './pacing.ts';
import type { PaintingTools } from './painting-tools.ts';
import type { ClassifiedError } from './runware-errors.ts';
import { ServiceLeftAlone } from './service-breaker.ts';
import { type Sent, TaskSender } from './task-sender.ts';

/** What has been found out about a task whose answer got lost. */
interface Knowledge {
  /** The last error of the service about it; never a conflict. */
  readonly trouble: ClassifiedError | undefined;
  /** Whether the service is known to have the task. */
  readonly isAccepted: boolean;
  readonly soFar: Settled | undefined;
  readonly resends: number;
}

/** How often a task that the service failed without a trace is sent again. */
const maxSendsAfterServerError = 2;

/** One paid task, from the first send to what it came to, however many answers get lost on the way. */
export class PaintingTask {
  readonly #tools: PaintingTools;
  readonly #call: ImageCall;
  readonly #sender: TaskSender;

  /** `references` are data URIs, in the person's order. */
  constructor(tools: PaintingTools, call: ImageCall, references: readonly string[]) {
    this.#tools = tools;
    this.#call = call;
    this.#sender = new TaskSender(tools, call, references);
  }

  /** @throws GenerationFailure, or the signal's reason when it is aborted. */
  async run(): Promise<Settled> {
    if (this.#sender.mayBeAccepted) return this.#findOut(undefined);
    if (this.#sender.remainingMs <= 0) {
      throw new GenerationFailure({ code: 'provider-timeout', mayRetryHelp: true, payment: 'no' });
    }
    return this.#sendUntilAccepted();
  }

  /** Sends until the service has taken the task; only what is known to be unpaid is sent again from here. */
  async #sendUntilAccepted(): Promise<Settled> {
    let refusal: GenerationFailure | undefined;
    for (let failedSends = 0; ; ) {
      const sent = await this.#sendOrFailFast();
      if (sent.kind === 'settled') return sent;
      if (sent.kind === 'accepted' || sent.kind === 'nothing') return this.#findOut(undefined);
      if (sent.kind === 'respelled') continue;
      if (sent.kind === 'refused' && sent.error.errorClass === 'conflict') {
        if (this.#sender.takeSecondIdIfSafe()) continue;
        return refusal === undefined ? this.#findOut(undefined) : this.#endAsFailed(refusal);
      }
      if (sent.kind === 'refused' && sent.error.next.startsWith('ask')) return this.#findOut(sent.error);
      const failure = sent.kind === 'refused' ? sent.error.failure : unreachable(sent.cause);
      if (sent.kind === 'refused') refusal = failure;
      failedSends += 1;
      const mayGoOn = sent.kind === 'unsent' || sent.error.next === 'send-again';
      if (!mayGoOn || failedSends >= this.#tools.limits.maxUnpaidSends) throw failure;
      await this.#waitToSendAgain(failure, failedSends);
    }
  }

  async #sendOrFailFast(): Promise<Sent> {
    try {
      return await this.#sender.send();
    } catch (error) {
      if (error instanceof ServiceLeftAlone) throw unreachable(error);
      throw error;
    }
  }

  async #waitToSendAgain(failure: GenerationFailure, failedSends: number): Promise<void> {
    const { limits, random, wait } = this.#tools;
    const jitteredMs = backoffMs(failedSends, random);
    const askedForMs = failure.retryAfterMs;
    // A little jitter on top, so that those who were told the same do not all come back at once.
    const delayMs =
      askedForMs === undefined ? jitteredMs : Math.min(askedForMs, limits.maxRetryAfterMs) + random() * 500;
    if (delayMs >= this.#sender.remainingMs) throw failure;
    await wait(delayMs, this.#call.signal);
  }

  /** A conflict after a definite failure: the archive may know better, else it stays failed. */
  async #endAsFailed(refusal: GenerationFailure): Promise<Settled> {
    const archived = await this.#tools.lostAnswer.askArchive(this.#question());
    if (archived.kind === 'settled') return archived;
    throw refusal;
  }

  /** Asks until the task's outcome is known or the deadline has passed; sends again while that is safe. */
  async #findOut(serverError: ClassifiedError | undefined): Promise<Settled> {
    let known: Knowledge = { trouble: serverError, isAccepted: false, soFar: undefined, resends: 0 };
    for (const delayMs of askingDelays()) {
      const found = await this.#tools.lostAnswer.ask(this.#question());
      if (found.kind === 'settled') return found;
      if (found.kind === 'refused') this.#goOnUnderNewIdOrThrow(found);
      if (found.kind === 'accepted')
        known = { ...known, isAccepted: true, soFar: found.soFar ?? known.soFar };
      if (found.kind === 'nothing') {
        const resent = await this.#sendAgainIfSafe(known);
        if (resent.kind === 'settled') return resent;
        known = learnFrom(resent, known);
      }
      if (this.#sender.remainingMs <= 0) return this.#giveUp(known);
      await this.#waitToAskAgain(delayMs, known);
    }
    return this.#giveUp(known);
  }

  /** @throws GenerationFailure when the service failed the task and sending it again has not helped either. */
  async #sendAgainIfSafe(known: Knowledge): Promise<Sent | { readonly kind: 'kept' }> {
    const { isAccepted, resends, trouble } = known;
    const isHopeless = isAccepted || resends >= maxSendsAfterServerError;
    if (trouble?.next === 'ask-or-send-again' && isHopeless) throw trouble.failure;
    if (isAccepted || trouble?.next === 'ask' || !this.#sender.isWithinResendWindow) return { kind: 'kept' };
    return this.#sendAgain();
  }

  #waitToAskAgain(delayMs: number, { trouble }: Knowledge): Promise<void> {
    const { limits, wait } = this.#tools;
    const askedForMs = Math.min(trouble?.failure.retryAfterMs ?? 0, limits.maxRetryAfterMs);
    const pauseMs = Math.min(Math.max(delayMs, askedForMs), Math.max(1, this.#sender.remainingMs));
    return wait(pauseMs, this.#call.signal);
  }

  /** After a restart: a first send that failed for its spelling went on under its second id, if at all. */
  #goOnUnderNewIdOrThrow({ error, errors }: Reading & { kind: 'refused' }): void {
    const isSpelling = errors.some(({ parameters }) =>
      parameters.some((name) => name === 'outputType' || name === 'outputFormat'),
    );
    if (!isSpelling || this.#sender.taskUUID !== this.#call.id) throw error.failure;
    this.#sender.takeSecondId();
  }

  async #giveUp({ soFar, trouble }: Knowledge): Promise<Settled> {
    const archived = await this.#tools.lostAnswer.askArchive(this.#question());
    if (archived.kind === 'settled') return archived;
    if (soFar !== undefined && soFar.painted.length > 0) return soFar;
    if (trouble?.next === 'ask') throw trouble.failure;
    throw new GenerationFailure({ code: 'outcome-unknown', mayRetryHelp: true, payment: 'unknown' });
  }

  /** The same task under the same id, while the service certainly knows that id if it ever took it. */
  async #sendAgain(): Promise<Sent> {
    this.#sender.mayBeAccepted = true;
    for (;;) {
      const sent = await this.#sendUnlessLeftAlone();
      if (sent.kind === 'respelled') continue;
      if (sent.kind !== 'refused' || sent.error.next !== 'end') return sent;
      throw afterLostAnswer(sent.error);
    }
  }

  async #sendUnlessLeftAlone(): Promise<Sent> {
    try {
      return await this.#sender.send();
    } catch (error) {
      if (error instanceof ServiceLeftAlone) return { kind: 'unsent', cause: error };
      throw error;
    }
  }

  #question(): Question {
    const { count, signal, verb } = this.#call;
    const timeoutMs = this.#tools.limits.askTimeoutMs;
    return { taskUUID: this.#sender.taskUUID, count, isForTexts: makesTexts(verb), timeoutMs, signal };
  }
}

function learnFrom(sent: Sent | { readonly kind: 'kept' }, known: Knowledge): Knowledge {
  if (sent.kind === 'kept') return known;
  const resends = known.resends + 1;
  if (sent.kind === 'accepted')
    return { ...known, resends, isAccepted: true, soFar: sent.soFar ?? known.soFar };
  if (sent.kind !== 'refused') return { ...known, resends };
  if (sent.error.errorClass === 'conflict') return { ...known, resends, isAccepted: true };
  return { ...known, resends, trouble: sent.error };
}

function unreachable(cause: unknown): GenerationFailure {
  return new GenerationFailure({ code: 'provider-unreachable', mayRetryHelp: true, payment: 'no', cause });
}

/** A refused second send, by whatever stands in between, says nothing about what became of the first one. */
function afterLostAnswer({ failure }: ClassifiedError): GenerationFailure {
  const { code, mayRetryHelp, vendorCode } = failure;
  return new GenerationFailure({ code, mayRetryHelp, vendorCode, payment: 'unknown' });
}
