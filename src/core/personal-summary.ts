/** How much is kept about somebody, in numbers; what is about to be erased is counted as `beingErased` alone. */
export interface PersonalSummary {
  /** With the words of each. */
  readonly requests: number;
  /** How many of these wait or are at work. */
  readonly underWay: number;
  /** Results that are kept, and the bytes of all their files, pictures to work from included. */
  readonly pictures: number;
  readonly pictureBytes: number;
  readonly favourites: number;
  readonly searches: number;
  /** What is remembered for a while: open forms, pictures that were shown in chats, codes. */
  readonly passing: number;
  readonly hasSettings: boolean;
  /** Requests that are erased as soon as nothing of them is under way. */
  readonly beingErased: number;
}
