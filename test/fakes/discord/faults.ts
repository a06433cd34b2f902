/** What goes wrong when a fault switch matches a request. */
type FaultEffect =
  /** Nothing happens until `release()`; then the request is handled normally. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | {
      readonly kind: 'rate-limit';
      readonly retryAfterSeconds: number;
      readonly scope: 'user' | 'global' | 'shared';
    }
  /** Refused without being processed: a 5xx, or an error of the platform such as 403 with code 50013. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: number; readonly message?: string }
  /** The connection is reset: while the body still arrives, before it is processed, or after (the answer is lost). */
  | { readonly kind: 'reset'; readonly when: 'upload' | 'before' | 'after' }
  /** Processed, but answered with a gateway error. */
  | { readonly kind: 'lost-answer'; readonly status: number };

export interface FaultMatch {
  readonly method?: string;
  /** Matched against the decoded path without `/api/v10`; CDN paths begin with `/cdn`. */
  readonly path?: string | RegExp;
  /** Looks at the body too; not possible for a reset during upload. */
  readonly when?: (request: {
    readonly method: string;
    readonly path: string;
    readonly body: unknown;
  }) => boolean;
  /** How many requests are hit; 1 unless told otherwise. */
  readonly times?: number;
  /** How many matching requests pass before the first hit. */
  readonly after?: number;
  readonly effect: FaultEffect;
}

/** A switch that was set; tells how often it took effect. */
export class Fault {
  readonly match: FaultMatch;
  hits = 0;
  #passed = 0;
  #release: () => void = () => undefined;
  readonly #released: Promise<void>;
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  constructor(match: FaultMatch) {
    this.match = match;
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  get spent(): boolean {
    return this.hits >= (this.match.times ?? 1);
  }

  /** Counts the request when it is one of those meant; true when the fault takes effect. */
  takes(request: { method: string; path: string; body: unknown }): boolean {
    if (this.spent || !this.#matches(request)) return false;
    if (this.#passed < (this.match.after ?? 0)) {
      this.#passed += 1;
      return false;
    }
    this.hits += 1;
    for (const { count, resolve } of this.#waiting) if (this.hits >= count) resolve();
    return true;
  }

  /** Resolves once the fault took effect this many times. */
  happened(count = 1): Promise<void> {
    if (this.hits >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  /** Lets held requests go on, now and in future. */
  release(): void {
    this.#release();
  }

  released(): Promise<void> {
    return this.#released;
  }

  #matches(request: { method: string; path: string; body: unknown }): boolean {
    const { method, path, when } = this.match;
    if (method !== undefined && method !== request.method) return false;
    if (typeof path === 'string' && path !== request.path) return false;
    if (path instanceof RegExp && !path.test(request.path)) return false;
    return when?.(request) ?? true;
  }
}

/** The fault switches of one fake server. */
export class Faults {
  #faults: Fault[] = [];

  add(match: FaultMatch): Fault {
    const fault = new Fault(match);
    this.#faults.push(fault);
    return fault;
  }

  /** A reset that strikes before the body has arrived. */
  duringUpload(request: { method: string; path: string }): Fault | undefined {
    return this.#faults.find((fault) => isUploadReset(fault) && fault.takes({ ...request, body: undefined }));
  }

  onceRead(request: { method: string; path: string; body: unknown }): Fault | undefined {
    return this.#faults.find((fault) => !isUploadReset(fault) && fault.takes(request));
  }

  /** Removes all switches and lets everything held go on. */
  clear(): void {
    for (const fault of this.#faults) fault.release();
    this.#faults = [];
  }
}

function isUploadReset({ match: { effect } }: Fault): boolean {
  return effect.kind === 'reset' && effect.when === 'upload';
}
