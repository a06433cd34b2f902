/** A request of a platform whose answer has not been sent yet. */
export interface UnansweredRequest {
  readonly key: string;
  /** What the platform's adapter needs to deal with it once more, in its own words: well-formed text. */
  readonly request: string;
  readonly sinceMs: number;
}
