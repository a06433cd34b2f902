/** Final answers that have not arrived yet. */
export interface Outbox {
  readonly owed: number;
  /** When the generation ended that has been owed an answer for longest; undefined when none is owed. */
  readonly oldestEndedAtMs: number | undefined;
}
