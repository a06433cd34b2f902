import type { PictureRefusal } from './picture-refusal.ts';

/** A picture as a model takes it: upright, sRGB, 8 bits, within the bounds, and nothing in the file but the picture. */
export interface NormalisedPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  /** Whether the bytes are other than those that were given. */
  readonly wasConverted: boolean;
  /** Whether it is the first frame of several. */
  readonly wasAnimated: boolean;
}

export type TakenIn = { readonly picture: NormalisedPicture } | { readonly refusal: PictureRefusal };
