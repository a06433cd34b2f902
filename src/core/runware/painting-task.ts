import { createHash } from 'node:crypto';
import { GenerationFailure } from '../failure.ts';
import type { ImageCall } from '../image-model.ts';
import { type Reading, readAnswer, type Settled } from './answer-reading.ts';
import type { LostAnswer } from './lost-answer.ts';
import { askingDelays, backoffMs, type Wait } from './pacing.ts';
import { buildPaintTask, maxBodyBytes } from './request-body.ts';
import { type ClassifiedError, classifyError } from './runware-errors.ts';
import type { RunwareLimits } from './runware-limits.ts';
import type { Exchange, RunwareTransport } from './runware-transport.ts';
import { type ServiceBreaker, ServiceLeftAlone } from './service-breaker.ts';
import type { Spelling, SpellingInUse } from './spelling.ts';

/** What all tasks share. */
export interface PaintingTools {
  readonly transport: RunwareTransport;
  readonly breaker: ServiceBreaker;
  readonly spelling: SpellingInUse;
  readonly lostAnswer: LostAnswer;
  readonly limits: RunwareLimits;
  readonly wait: Wait;
  readonly now: () => number;
  readonly random: () => number;
}

/** What one send came to: the answer's reading, or why there is none. */
type Sent =
  | Reading
  /** The spelling was refused and has changed: the same task may be sent again at once. */
  | { readonly kind: 'respelled' }
  | { readonly kind: 'unsent'; readonly cause: unknown };

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
  readonly #references: readonly string[];
  #taskUUID: string;
  #firstSentAtMs: number | undefined;
  /** Whether an earlier send may have been accepted without our knowing. */
  #mayBeAccepted: boolean;
  #wasRespelled = false;

  constructor(tools: PaintingTools, call: ImageCall, references: readonly string[]) {
    this.#tools = tools;
    this.#call = call;
    this.#references = references;
    this.#taskUUID = call.id;
    this.#firstSentAtMs = call.firstSentAtMs;
    this.#mayBeAccepted = call.firstSentAtMs !== undefined;
  }

  /** @throws GenerationFailure, or the signal's reason when it is aborted. */
  async run(): Promise<Settled> {
    if (this.#mayBeAccepted) return this.#findOut(undefined);
    if (this.#remainingMs() <= 0) {
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
        if (this.#takeNewId()) continue;
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
      return await this.#send();
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
    if (delayMs >= this.#remainingMs()) throw failure;
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
      if (this.#remainingMs() <= 0) return this.#giveUp(known);
      await this.#waitToAskAgain(delayMs, known);
    }
    return this.#giveUp(known);
  }

  /** @throws GenerationFailure when the service failed the task and sending it again has not helped either. */
  async #sendAgainIfSafe(known: Knowledge): Promise<Sent | { readonly kind: 'kept' }> {
    const { isAccepted, resends, trouble } = known;
    const isHopeless = isAccepted || resends >= maxSendsAfterServerError;
    if (trouble?.next === 'ask-or-send-again' && isHopeless) throw trouble.failure;
    if (isAccepted || trouble?.next === 'ask' || !this.#maySendAgain()) return { kind: 'kept' };
    return this.#sendAgain();
  }

  #waitToAskAgain(delayMs: number, { trouble }: Knowledge): Promise<void> {
    const { limits, wait } = this.#tools;
    const askedForMs = Math.min(trouble?.failure.retryAfterMs ?? 0, limits.maxRetryAfterMs);
    const pauseMs = Math.min(Math.max(delayMs, askedForMs), Math.max(1, this.#remainingMs()));
    return wait(pauseMs, this.#call.signal);
  }

  /** After a restart: a first send that failed for its spelling went on under its second id, if at all. */
  #goOnUnderNewIdOrThrow({ error, errors }: Reading & { kind: 'refused' }): void {
    const isSpelling = errors.some(({ parameters }) =>
      parameters.some((name) => name === 'outputType' || name === 'outputFormat'),
    );
    if (!isSpelling || this.#taskUUID !== this.#call.id) throw error.failure;
    this.#taskUUID = respelledId(this.#call.id);
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
    this.#mayBeAccepted = true;
    for (;;) {
      const sent = await this.#sendUnlessLeftAlone();
      if (sent.kind === 'respelled') continue;
      if (sent.kind !== 'refused' || sent.error.next !== 'end') return sent;
      throw afterLostAnswer(sent.error);
    }
  }

  async #sendUnlessLeftAlone(): Promise<Sent> {
    try {
      return await this.#send();
    } catch (error) {
      if (error instanceof ServiceLeftAlone) return { kind: 'unsent', cause: error };
      throw error;
    }
  }

  #maySendAgain(): boolean {
    const { limits, now } = this.#tools;
    const sinceFirstSendMs = now() - (this.#firstSentAtMs ?? now());
    return sinceFirstSendMs < limits.resendWindowMs && this.#remainingMs() > 0;
  }

  /** @throws ServiceLeftAlone while the breaker is open. */
  async #send(): Promise<Sent> {
    const { breaker, spelling, transport } = this.#tools;
    const { signal } = this.#call;
    const sentSpelling = spelling.current;
    const body = this.#body(sentSpelling);
    const exchange = await breaker.run(async () => {
      // Waiting for the breaker's verdict may have used up the time.
      if (this.#remainingMs() <= 0) throw new ServiceLeftAlone();
      await this.#markFirstSend();
      return transport.post({ path: sentSpelling.path, body, timeoutMs: this.#attemptTimeoutMs(), signal });
    }, signal);
    return this.#read(exchange, sentSpelling);
  }

  #body(spelling: Spelling): string {
    const task = buildPaintTask({
      taskUUID: this.#taskUUID,
      call: this.#call,
      references: this.#references,
      spelling,
    });
    const body = JSON.stringify([task]);
    if (Buffer.byteLength(body) <= maxBodyBytes) return body;
    throw new GenerationFailure({ code: 'references-refused', mayRetryHelp: false, payment: 'no' });
  }

  async #markFirstSend(): Promise<void> {
    if (this.#firstSentAtMs !== undefined) return;
    const nowMs = this.#tools.now();
    await this.#call.beforeFirstSend();
    this.#firstSentAtMs = nowMs;
  }

  #read(exchange: Exchange, sent: Spelling): Sent {
    if (exchange.kind === 'unsent') return exchange;
    if (exchange.kind === 'lost') return this.#lost();
    const { body, status, retryAfterMs } = exchange;
    const { count, format } = this.#call;
    const taskUUID = this.#taskUUID;
    const reading =
      body === undefined
        ? undefined
        : readAnswer({ body, status, retryAfterMs, taskUUID, count, isPoll: false });
    const errors = reading?.kind === 'refused' ? reading.errors : [];
    const pathRefused =
      (status === 404 || status === 405) &&
      this.#tools.transport.hasPathOfItsOwn &&
      !errors.some((error) => error.taskUUID !== undefined);
    if (this.#tools.spelling.learn({ sent, sentJpeg: format === 'jpeg', pathRefused, errors })) {
      this.#wasRespelled = true;
      return { kind: 'respelled' };
    }
    if (reading !== undefined && reading.kind !== 'nothing') return reading;
    if (status < 300 || status >= 500 || status === 408) return this.#lost();
    const error = classifyError({ status, error: undefined, retryAfterMs });
    return { kind: 'refused', error, errors: [] };
  }

  #lost(): Sent {
    this.#mayBeAccepted = true;
    return { kind: 'nothing' };
  }

  /** Whether the conflict is about the id of a refused spelling, under which nothing was painted: then the id changes. */
  #takeNewId(): boolean {
    const isSafe = this.#wasRespelled && !this.#mayBeAccepted && this.#taskUUID === this.#call.id;
    if (isSafe) this.#taskUUID = respelledId(this.#call.id);
    return isSafe;
  }

  #question() {
    const timeoutMs = this.#tools.limits.askTimeoutMs;
    return { taskUUID: this.#taskUUID, count: this.#call.count, timeoutMs, signal: this.#call.signal };
  }

  #remainingMs(): number {
    return this.#call.deadlineAtMs - this.#tools.now();
  }

  #attemptTimeoutMs(): number {
    const { askReserveMs, attemptTimeoutMs } = this.#tools.limits;
    const remainingMs = this.#remainingMs();
    const reserveMs = Math.min(askReserveMs, remainingMs / 4);
    return Math.max(1, Math.floor(Math.min(attemptTimeoutMs, remainingMs - reserveMs)));
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

/** A refused second send says nothing about the first one where the account is at fault and not the task. */
function afterLostAnswer({ errorClass, failure }: ClassifiedError): GenerationFailure {
  if (errorClass !== 'auth' && errorClass !== 'quota') return failure;
  const { code, mayRetryHelp, vendorCode } = failure;
  return new GenerationFailure({ code, mayRetryHelp, vendorCode, payment: 'unknown' });
}

/** A second UUID v4 that is always the same for the same first one, so that it can be asked for after a restart. */
export function respelledId(id: string): string {
  const hex = createHash('sha256').update(`respelled:${id.toLowerCase()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
