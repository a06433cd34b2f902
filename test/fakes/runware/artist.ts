import type { PaintOrder } from './received-task.ts';
import { pictureFor, seedOf } from './sample-pictures.ts';
import { wordsFor, workedOn } from './tool-rules.ts';

/** Who makes the results. */
export interface Artist {
  /** The seed of a result whose order names none; from 1 to 2^32 - 1. */
  seedOf(order: PaintOrder, index: number): number;
  /** The bytes of one result, in the order's format: painted, or made of the order's picture. */
  paint(order: PaintOrder, index: number): Promise<Buffer>;
  /** The words of one result, where a task comes to words. */
  write(order: PaintOrder, index: number): Promise<string>;
}

/** Makes small squares of four colours each, by which `whosePicture` tells results apart, and words that tell whose they are. */
export const sampleArtist: Artist = {
  seedOf: ({ taskUUID }, index) => seedOf(taskUUID, index),
  paint: async (order, index) =>
    order.taskType === 'imageInference'
      ? pictureFor(order.taskUUID, index, order.format)
      : workedOn(order, index),
  write: async (order, index) => wordsFor(order, index),
};
