/** Something that all processes of one database shall know for a while. */
export interface Mark {
  readonly name: string;
  readonly detail: string;
  /** It counts no more from this moment on. */
  readonly untilMs: number;
}
