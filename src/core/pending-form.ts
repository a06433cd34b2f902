import type { ReferenceSource } from './reference-source.ts';

/** A form that a person has open: the pictures that it is about wait here until its words come. */
export interface PendingForm {
  readonly key: string;
  /** `platform:id` of the only person who may send it. */
  readonly personId: string;
  /** In the person's order. */
  readonly pictures: readonly ReferenceSource[];
  /** The button that opened it, by its id; undefined when the pictures are all it is about. */
  readonly button: string | undefined;
  readonly expiresAtMs: number;
}
