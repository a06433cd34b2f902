/** Whose missed answers are looked for; with a place, only what was asked for in public there. */
export interface MissedQuery {
  readonly personId: string;
  readonly publicPlaceId: string | undefined;
}
