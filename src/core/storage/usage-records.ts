import type { MicroDollars } from '../money.ts';

/** What one request cost, once that was known. */
interface PaidRequest {
  readonly personId: string;
  readonly placeId: string;
  /** By its AIR identifier. */
  readonly model: string;
  /** Negative, at no cost, where a draft that was counted was replaced. */
  readonly pictures: number;
  /** What the operator paid. */
  readonly spentMicros: MicroDollars;
  /** What counts against the person's own cap. */
  readonly chargedMicros: MicroDollars;
}

export interface PaidPage {
  readonly requests: readonly PaidRequest[];
  /** Where the next page begins; undefined after the last one. */
  readonly lastSequence: number | undefined;
}

/** The account of what was paid, day by day. */
export interface UsageRecords {
  /** A page of what was asked for on that day (as `2026-11-22`) and cost something, in the order of its settlement. */
  paidOn(page: {
    readonly day: string;
    /** Of the page before; 0 for the first one. */
    readonly afterSequence: number;
    readonly limit: number;
  }): Promise<PaidPage>;
}
