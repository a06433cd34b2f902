import type { PaintOrder } from './received-task.ts';
import { pictureFor, seedOf } from './sample-pictures.ts';

/** Who makes the results. */
export interface Artist {
  /** The seed of a result whose order names none; from 1 to 2^32 - 1. */
  seedOf(order: PaintOrder, index: number): number;
  /** The bytes of one result, in the order's format. */
  paint(order: PaintOrder, index: number): Promise<Buffer>;
}

/** Makes small squares of four colours each, by which `whosePicture` tells results apart. */
export const sampleArtist: Artist = {
  seedOf: ({ taskUUID }, index) => seedOf(taskUUID, index),
  paint: ({ taskUUID, format }, index) => pictureFor(taskUUID, index, format),
};
