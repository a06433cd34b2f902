/** A result that a person wants to find again. */
export interface Favourite {
  readonly personId: string;
  readonly generationId: string;
  readonly starredAtMs: number;
}
