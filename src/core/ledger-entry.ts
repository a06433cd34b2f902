import type { MicroDollars } from './money.ts';

/** What one step of a generation changes in the account. */
export interface LedgerEntry {
  readonly generationId: string;
  readonly personId: string;
  readonly placeId: string;
  readonly kind: 'reserve' | 'settle' | 'release';
  /** The day on which the generation was accepted, in the operator's time zone. All its entries carry that day. */
  readonly day: string;
  readonly atMs: number;
  /** Change of the open reservation: positive for `reserve`, negative for `settle` and `release`. */
  readonly reservedMicros: MicroDollars;
  /** The same of the pictures. */
  readonly reservedPictures: number;
  /** What the operator paid. */
  readonly spentMicros: MicroDollars;
  /** What counts against the person's own cap; less than `spentMicros` when the outcome stayed unknown. */
  readonly chargedMicros: MicroDollars;
  /** How many pictures the person got for it; negative where a draft that was counted was replaced. */
  readonly pictures: number;
}
