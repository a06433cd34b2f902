import type { TakenIn } from './normalised-picture.ts';
import type { PictureBounds } from './picture-bounds.ts';

/** What a reading process is given. */
export interface IntakeOrder {
  readonly bytes: Uint8Array;
  readonly bounds: PictureBounds;
}

/** What a reading process holds and held, in bytes. */
export interface MemoryUse {
  readonly heldBytes: number;
  readonly peakBytes: number;
}

/** What a reading process says: once that it is there, then one answer to each order. */
export type IntakeMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly result: TakenIn;
      readonly memory: MemoryUse;
    }
  /** A bug, not a bad picture. */
  | { readonly kind: 'failed'; readonly problem: string };
