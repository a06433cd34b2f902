import type { ReferenceSource } from './reference-source.ts';

/** PORT: brings in reference pictures from wherever they are, checked and made fit for a model. */
export interface ReferenceIntake {
  /**
   * Fetches one reference and normalises it: turned upright, without metadata, in a format and size that the model
   * takes.
   *
   * @throws ReferenceRefused
   * @throws the signal's reason when it is aborted.
   */
  takeIn(source: ReferenceSource, demands: ReferenceDemands): Promise<TakenReference>;
}

export interface ReferenceDemands {
  /** How many references share the room of one request. */
  readonly count: number;
  readonly signal: AbortSignal;
}

export interface TakenReference {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}
