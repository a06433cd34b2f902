/** What a press of the button for favourites came to. */
export interface FavouritePress {
  /** Of the update that told of it, which may come again. */
  readonly sourceKey: string;
  readonly isFavourite: boolean;
  readonly pressedAtMs: number;
}
