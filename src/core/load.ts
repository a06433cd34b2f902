/** How many generations hold a slot, and how many are queued. */
export interface Load {
  readonly running: number;
  /** `accepted`, `preparing` and `waiting`. */
  readonly queued: number;
}
