/** Formats that are taken in; what is not PNG, JPEG or WEBP is converted. */
export const readableFormats = ['JPEG', 'PNG', 'WEBP', 'GIF', 'AVIF', 'TIFF'] as const;

/** Every way in which a file can be unfit as a reference, with what would be possible. The set is closed. */
export type PictureRefusal =
  | { readonly problem: 'empty' }
  /** `found` names what it is instead, such as `PDF`, when that can be told. */
  | { readonly problem: 'not-a-picture'; readonly found: string | undefined }
  | {
      readonly problem: 'format-unsupported';
      /** As people know it: `HEIC`, `BMP`, `SVG`. */
      readonly name: string;
      readonly possible: readonly string[];
    }
  /** A picture that is damaged or ends early. `format` is undefined when reading it got nowhere. */
  | { readonly problem: 'broken'; readonly format: string | undefined }
  | { readonly problem: 'too-large-file'; readonly byteLength: number; readonly maxBytes: number }
  | {
      readonly problem: 'too-many-pixels';
      readonly width: number;
      readonly height: number;
      readonly maxPixels: number;
    }
  /** `minSide` is the smallest shorter side that would have been taken. */
  | {
      readonly problem: 'too-small';
      readonly width: number;
      readonly height: number;
      readonly minSide: number;
    }
  /** `maxRatio`: how many times as long as wide a picture may be at most. */
  | {
      readonly problem: 'too-narrow';
      readonly width: number;
      readonly height: number;
      readonly maxRatio: number;
    }
  /** Reading it took longer than any picture of this size should. */
  | { readonly problem: 'took-too-long' };
