/** A place that goes on under another id, both as `platform:id`. */
export interface PlaceMove {
  readonly from: string;
  readonly to: string;
}

/** All that is stored about places, wherever it stands; `placeTables` decides what belongs to it. */
export interface PlaceRecords {
  /** Whatever is known of a place is known of its new id from then on. Harmless when repeated. */
  move(move: PlaceMove): Promise<void>;
}
