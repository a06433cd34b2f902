/** One running process among those that share a database. */
export interface Life {
  /** Unlike that of any other process, and of any earlier start. */
  readonly id: string;
  /** The clocks of all of them must agree within a few seconds. */
  readonly now: () => number;
}
