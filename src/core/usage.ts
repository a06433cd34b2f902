import type { LedgerEntry } from './ledger-entry.ts';

/** Sums over entries of the ledger. */
export type Usage = Pick<
  LedgerEntry,
  'reservedMicros' | 'reservedPictures' | 'spentMicros' | 'chargedMicros' | 'pictures'
>;
