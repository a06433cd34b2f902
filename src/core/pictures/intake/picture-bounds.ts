/** What a reference picture has to be for a model, and what we are ready to read. */
export interface PictureBounds {
  /** Shortest side in pixels; a picture of at least half of it is enlarged. */
  readonly minSide: number;
  /** Longest side in pixels; larger pictures are reduced. */
  readonly maxSide: number;
  /** Largest file that is read, in bytes. */
  readonly maxFileBytes: number;
  /** Most pixels that are decoded. Four bytes each, and a decoder may need twice that. */
  readonly maxPixels: number;
  /** Largest picture to hand on, in bytes before base64; see `referenceBudgetBytes`. */
  readonly budgetBytes: number;
}

/**
 * `google:4@1` takes references of 300 to 2048 pixels a side and 20 MB each (as of October 2025): https://runware.ai/docs/en/providers/google.
 * 64 million pixels let the photos of a 50-megapixel phone in.
 */
export const referenceBounds: Omit<PictureBounds, 'budgetBytes'> = {
  minSide: 300,
  maxSide: 2048,
  maxFileBytes: 20_000_000,
  maxPixels: 64_000_000,
};

/** Gateways in front of the service refuse larger requests. */
const maxRequestBytes = 16_000_000;

/** For the prompt (3000 characters can be 36 kB of escaped JSON), the other parameters and the data URIs' beginnings. */
const restOfRequestBytes = 64_000;

/** How large each of so many references may be for all of them to fit into one request as base64. */
export function referenceBudgetBytes(count: number): number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Expected a count from 1, got ${count}`);
  const base64Bytes = Math.floor((maxRequestBytes - restOfRequestBytes) / count);
  // Base64 writes three bytes as four characters, and fills up the last four.
  return Math.floor(base64Bytes / 4) * 3;
}
