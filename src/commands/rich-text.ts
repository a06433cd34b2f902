/**
 * Text with a few styles, as a list of runs. People's own words are always the content of a run and never markup, so
 * that no prompt can change how a message looks.
 */
export type RichText = readonly TextRun[];

export interface TextRun {
  readonly text: string;
  readonly style: 'plain' | 'bold' | 'italic' | 'code' | 'quote';
  /** Makes the run a link. */
  readonly link?: string;
  /** Shows the run as whom or what it names, where that can be shown; nobody is notified. */
  readonly mention?: Mention;
}

/** Somebody or something on Discord. */
export interface Mention {
  readonly kind: 'channel' | 'role' | 'person';
  readonly id: string;
}
