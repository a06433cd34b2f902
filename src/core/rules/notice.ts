import type { Address } from '../address.ts';

/** What those who run the bot have to say, for one place or person. */
export interface Notice {
  /** What belongs together was written at once. */
  readonly announcement: string;
  readonly address: Address;
  /** BCP 47 language of whoever asked there last. */
  readonly language: string;
  readonly words: string;
  /** Attempts that failed for the moment. */
  readonly attempts: number;
  /** When it is to be sent; `heldBack` until somebody says that it may. */
  readonly dueAtMs: number;
}

/** A notice with its place in the line. */
export interface NumberedNotice extends Notice {
  readonly number: number;
}

/** Of what is written and not yet to be sent. */
export const heldBack = Number.MAX_SAFE_INTEGER;
