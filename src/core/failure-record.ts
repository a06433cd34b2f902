import type { FailureCode } from './failure.ts';
import type { ReferenceProblem } from './reference-source.ts';

/** How a generation failed, as its person is told. */
export interface FailureRecord {
  readonly code: FailureCode;
  readonly mayRetryHelp: boolean;
  /** Whether the person's budget was charged. */
  readonly wasCharged: boolean;
  /** A short id that the person can quote and the operator finds in the log. */
  readonly reference: string;
  /** Which of the person's pictures was the trouble, and what it was. */
  readonly picture?: PictureTrouble | undefined;
}

export interface PictureTrouble {
  /** Counted from 1, as people do. */
  readonly number: number;
  readonly problem: ReferenceProblem;
  /** The file format by its name, where that is the problem. */
  readonly format: string | undefined;
}
