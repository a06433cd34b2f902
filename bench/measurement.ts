/** One line of a table: what was measured, in named columns with their units. */
export type Row = Readonly<Record<string, string | number>>;

/** Something that can be measured on its own. It uses this machine alone and ends by itself. */
export interface Measurement {
  readonly name: string;
  /** What the figures are, and what else is in them. */
  readonly about: string;
  run(): Promise<readonly Row[]>;
}
