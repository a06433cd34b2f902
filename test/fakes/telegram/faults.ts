import type { RecordedCall } from './recorded-call.ts';

/**
 * What may go wrong with a call:
 * - `too-many-requests`: refused with 429 and `retry_after`;
 * - `server-error`: a 5xx in JSON, not carried out;
 * - `unauthorized`: refused with 401, as after the token was revoked;
 * - `drop-before`: the connection is cut, not carried out;
 * - `drop-after`: carried out, then the connection is cut (a lost response);
 * - `slow`: carried out, answered after `delayMs`;
 * - `html`: not carried out, answered by a proxy's error page;
 * - `hold`: held until `release()`, then carried out.
 */
type FaultKind =
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number }
  | { readonly kind: 'server-error'; readonly status?: number }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'drop-before' }
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'hold' };

/** Which calls a fault meets: a method's name (`download` for files) or a predicate; the first `times` of them (1). */
export type FaultRule = FaultKind & {
  readonly on: string | ((call: RecordedCall) => boolean);
  readonly times?: number;
};

/** A fault that was switched on. */
export class Fault {
  readonly rule: FaultRule;
  /** The calls it met so far. */
  readonly met: RecordedCall[] = [];
  readonly #released = Promise.withResolvers<void>();
  #isOff = false;

  constructor(rule: FaultRule) {
    this.rule = rule;
  }

  get remaining(): number {
    return this.#isOff ? 0 : (this.rule.times ?? 1) - this.met.length;
  }

  get released(): Promise<void> {
    return this.#released.promise;
  }

  /** Lets the calls go on that a `hold` keeps, and meets no more calls. */
  release(): void {
    this.#isOff = true;
    this.#released.resolve();
  }

  meets(call: RecordedCall): boolean {
    const { on } = this.rule;
    return this.remaining > 0 && (typeof on === 'string' ? on === call.method : on(call));
  }
}

/** The faults that are switched on, oldest first. */
export class Faults {
  readonly #faults: Fault[] = [];

  add(rule: FaultRule): Fault {
    const fault = new Fault(rule);
    this.#faults.push(fault);
    return fault;
  }

  /** The fault that this call meets, counted. */
  take(call: RecordedCall): Fault | undefined {
    const fault = this.#faults.find((one) => one.meets(call));
    fault?.met.push(call);
    return fault;
  }

  releaseAll(): void {
    for (const fault of this.#faults) fault.release();
    this.#faults.length = 0;
  }
}
