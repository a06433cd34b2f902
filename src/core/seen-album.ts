/**
 * How far an album is: `open` while more of it may come; then `begun` when it was a wish, or `wordless` when nobody had
 * said anything about it by then; `told` once its person knows that a piece came too late.
 */
export type SeenAlbumState = 'open' | 'begun' | 'wordless' | 'told';

/** An album whose pieces arrive one by one, without a sign which of them is the last. */
export interface SeenAlbum {
  /** `platform:id` of the chat. */
  readonly placeId: string;
  readonly albumId: string;
  readonly state: SeenAlbumState;
  /** What the platform's adapter needs to begin, also again with what came late, in its own words. */
  readonly lead: string;
  /** Something in it is no picture. */
  readonly holdsOthers: boolean;
  readonly expiresAtMs: number;
}
