import type { TakenIn } from './normalised-picture.ts';
import type { PictureBounds } from './picture-bounds.ts';

/** What a reading process is told; the file itself comes through its standard input, where it is not copied. */
export interface IntakeOrder {
  readonly byteLength: number;
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
