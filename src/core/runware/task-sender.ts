import { createHash } from 'node:crypto';
import { GenerationFailure } from '../failure.ts';
import type { ImageCall } from '../image-model.ts';
import { makesTexts } from '../verb.ts';
import { type Reading, readAnswer } from './answer-reading.ts';
import type { PaintingTools } from './painting-tools.ts';
import type { VendorError } from './response-body.ts';
import { classifyError } from './runware-errors.ts';
import type { Exchange } from './runware-transport.ts';
import { ServiceLeftAlone } from './service-breaker.ts';
import type { Spelling } from './spelling.ts';
import { buildTask, maxBodyBytes } from './task-request.ts';

/** What one send came to: the answer's reading, or why there is none. */
export type Sent =
  | Reading
  /** The spelling was refused and has changed: the same task may be sent again at once. */
  | { readonly kind: 'respelled' }
  | { readonly kind: 'unsent'; readonly cause: unknown };

interface RefusedSend {
  readonly sent: Spelling;
  readonly status: number;
  readonly errors: readonly VendorError[];
}

/** Sends one task and remembers what that means for sending it again. */
export class TaskSender {
  readonly #tools: PaintingTools;
  readonly #call: ImageCall;
  readonly #references: readonly string[];
  #taskUUID: string;
  #firstSentAtMs: number | undefined;
  #wasRespelled = false;
  /** Whether an earlier send may have been accepted without our knowing. */
  mayBeAccepted: boolean;

  /** `references` are data URIs, in the person's order. */
  constructor(tools: PaintingTools, call: ImageCall, references: readonly string[]) {
    this.#tools = tools;
    this.#call = call;
    this.#references = references;
    this.#taskUUID = call.id;
    this.#firstSentAtMs = call.firstSentAtMs;
    this.mayBeAccepted = call.firstSentAtMs !== undefined;
  }

  get taskUUID(): string {
    return this.#taskUUID;
  }

  /** Until the call's deadline; negative beyond it. */
  get remainingMs(): number {
    return this.#call.deadlineAtMs - this.#tools.now();
  }

  /** Whether the service certainly still knows the id, if it ever took the task. */
  get isWithinResendWindow(): boolean {
    const { limits, now } = this.#tools;
    const sinceFirstSendMs = now() - (this.#firstSentAtMs ?? now());
    return sinceFirstSendMs < limits.resendWindowMs && this.remainingMs > 0;
  }

  /** @throws ServiceLeftAlone while the breaker is open. */
  async send(): Promise<Sent> {
    const { breaker, spelling, transport } = this.#tools;
    const { signal } = this.#call;
    const sentSpelling = spelling.current;
    const body = this.#body(sentSpelling);
    const exchange = await breaker.run(async () => {
      // Waiting for the breaker's verdict may have used up the time.
      if (this.remainingMs <= 0) throw new ServiceLeftAlone();
      await this.#prepareSend();
      const path = this.#isPainting ? sentSpelling.path : 'root';
      return transport.post({ path, body, timeoutMs: this.#attemptTimeoutMs(), signal });
    }, signal);
    return this.#read(exchange, sentSpelling);
  }

  #body(spelling: Spelling): string {
    const task = buildTask({
      taskUUID: this.#taskUUID,
      call: this.#call,
      references: this.#references,
      spelling,
    });
    const body = JSON.stringify([task]);
    if (Buffer.byteLength(body) <= maxBodyBytes) return body;
    throw new GenerationFailure({ code: 'references-refused', mayRetryHelp: false, payment: 'no' });
  }

  /** What may have been accepted is paid at most once under its id, so that sending it again decides nothing. */
  async #prepareSend(): Promise<void> {
    if (this.mayBeAccepted) return;
    const nowMs = this.#tools.now();
    await this.#call.beforeSend();
    this.#firstSentAtMs ??= nowMs;
  }

  #read(exchange: Exchange, sent: Spelling): Sent {
    if (exchange.kind === 'unsent') return exchange;
    if (exchange.kind === 'lost') return this.#lost();
    const { body, status, retryAfterMs } = exchange;
    const { count, verb } = this.#call;
    const taskUUID = this.#taskUUID;
    const asked = { taskUUID, count, isForTexts: makesTexts(verb), isPoll: false };
    const reading = body === undefined ? undefined : readAnswer({ ...asked, body, status, retryAfterMs });
    const errors = reading?.kind === 'refused' ? reading.errors : [];
    if (this.#isPainting && this.#learnSpelling({ sent, status, errors })) return { kind: 'respelled' };
    if (reading !== undefined && reading.kind !== 'nothing') return reading;
    if (status < 300 || status >= 500 || status === 408) return this.#lost();
    const error = classifyError({ status, error: undefined, retryAfterMs });
    return { kind: 'refused', error, errors: [] };
  }

  #learnSpelling({ errors, sent, status }: RefusedSend): boolean {
    const { spelling, transport } = this.#tools;
    const pathRefused =
      (status === 404 || status === 405) &&
      transport.hasPathOfItsOwn &&
      !errors.some((error) => error.taskUUID !== undefined);
    const sentJpeg = this.#call.format === 'jpeg';
    const hasLearned = spelling.learn({ sent, sentJpeg, pathRefused, errors });
    this.#wasRespelled ||= hasLearned;
    return hasLearned;
  }

  /** Everything else is documented in one spelling, at the root of the API. */
  get #isPainting(): boolean {
    return this.#call.verb === 'paint';
  }

  #lost(): Sent {
    this.mayBeAccepted = true;
    return { kind: 'nothing' };
  }

  /** Whether a conflict is about the id of a refused spelling, under which nothing was painted: then the id changes. */
  takeSecondIdIfSafe(): boolean {
    const isSafe = this.#wasRespelled && !this.mayBeAccepted && this.#taskUUID === this.#call.id;
    if (isSafe) this.takeSecondId();
    return isSafe;
  }

  /** Goes on under the id that follows from the first one. Whether that is safe is for the caller to know. */
  takeSecondId(): void {
    this.#taskUUID = respelledId(this.#call.id);
  }

  #attemptTimeoutMs(): number {
    const { askReserveMs, attemptTimeoutMs } = this.#tools.limits;
    const remainingMs = this.remainingMs;
    const reserveMs = Math.min(askReserveMs, remainingMs / 4);
    return Math.max(1, Math.floor(Math.min(attemptTimeoutMs, remainingMs - reserveMs)));
  }
}

/** A second UUID v4 that is always the same for the same first one, so that it can be asked for after a restart. */
export function respelledId(id: string): string {
  const hex = createHash('sha256').update(`respelled:${id.toLowerCase()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
