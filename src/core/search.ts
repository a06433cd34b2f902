/** What a person searched for. */
export interface Search {
  readonly key: string;
  /** `platform:id` of the only person who may go on with it. */
  readonly personId: string;
  /** As they were typed. */
  readonly words: string;
  readonly expiresAtMs: number;
}
