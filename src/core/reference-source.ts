/** Where a reference picture comes from: plain data that survives a restart. */
export type ReferenceSource =
  /** Sent along on a platform, whose own fetcher knows what to do with `handle` (an address, a file id). */
  | { readonly kind: 'attachment'; readonly platform: string; readonly handle: string }
  /** An address that a person typed; reached only through the guarded fetch. */
  | { readonly kind: 'link'; readonly url: string }
  /** A picture that is kept already, by its key: an earlier result, or a reference of an earlier generation. */
  | { readonly kind: 'kept'; readonly key: string };

/** Why a reference picture cannot be used. The set is closed; every member has words for the person. */
export type ReferenceProblem =
  | 'not-found'
  | 'unreachable'
  | 'address-refused'
  | 'too-large'
  | 'not-a-picture'
  | 'broken'
  | 'format-unsupported'
  | 'too-many-pixels'
  | 'too-small'
  | 'too-narrow'
  /** The model itself turned it down. */
  | 'refused-by-model'
  /** The model's safety filter turned it down. */
  | 'refused-by-filter';

/** A reference that cannot be used, before anything was paid. */
export class ReferenceRefused extends Error {
  override readonly name = 'ReferenceRefused';
  readonly problem: ReferenceProblem;
  /** The file format by its name, where that is the problem. */
  readonly format: string | undefined;
  /** How long the platform asked to be left alone before it gives the file. */
  readonly retryAfterMs: number | undefined;

  constructor(details: {
    problem: ReferenceProblem;
    format?: string | undefined;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(`a reference picture cannot be used: ${details.problem}`, { cause: details.cause });
    this.problem = details.problem;
    this.format = details.format;
    this.retryAfterMs = details.retryAfterMs;
  }
}
