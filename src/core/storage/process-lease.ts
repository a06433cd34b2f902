/**
 * PORT: a named right that one process holds at a time, as a row with an expiry, so that the right of a killed process
 * passes on by itself. Times are milliseconds since the epoch.
 */
export interface ProcessLeases {
  /** True when the lease was free, expired, or held by this owner: it is then the owner's until `nowMs + ttlMs`. */
  acquire(request: LeaseRequest): Promise<boolean>;
  /** Extends a lease that is still the owner's; false when another process has taken it: stop at once. */
  renew(request: LeaseRequest): Promise<boolean>;
  /** Gives the lease back; harmless when it is another's by now. */
  release(request: { readonly name: string; readonly owner: string }): Promise<void>;
}

export interface LeaseRequest {
  readonly name: string;
  /** Unique to the process's run, never only its process id: those are used again. */
  readonly owner: string;
  readonly nowMs: number;
  readonly ttlMs: number;
}
