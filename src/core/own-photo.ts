/** A result that a platform keeps as a photo, so that its person can show it there again without its bytes. */
export interface OwnPhoto extends PhotoPlace {
  readonly generationId: string;
  /** The platform's own id of it. */
  readonly photoId: string;
}

/** Where a photo stands among all of a person: favourites first, each part from the newest painting on. */
export interface PhotoPlace {
  readonly isFavourite: boolean;
  /** Of the painting, in the order of acceptance. */
  readonly sequence: number;
  /** Among the results of the painting, from 0. */
  readonly position: number;
}

/** Which of a person's photos are looked for. */
export interface PhotoQuery {
  /** The person, by all their ids. */
  readonly people: readonly string[];
  /** What the prompts hold, every one of them, by `foldWords`. */
  readonly words: readonly string[];
  /** Only what comes after this place; undefined begins with the first. */
  readonly after: PhotoPlace | undefined;
  readonly limit: number;
}
