/** Something to press under a message. Messages live for years, so what an id means never changes. */
export interface Button {
  /** From `buttonId`: it names an action and what it is about, never who may use it. */
  readonly id: string;
  /** Plain words, with or without an emoji before them; at most 40 letters. */
  readonly label: string;
  readonly look: 'main' | 'plain' | 'danger';
}
