/** Segments of lower-case letters, digits, `-`, `_` and inner dots, divided by `/`. */
const keyShape = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:\/[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)*$/;

/** Where a painted picture is kept; `position` is its place among the results, from 0. */
export function resultKey({ generationId, position }: { generationId: string; position: number }): string {
  return `${generationId}/result-${position}`;
}

/** Whose result is kept under a key; undefined for whatever `resultKey` did not make. */
export function generationOfKey(key: string): string | undefined {
  return /^(?<id>[^/]+)\/result-\d+$/.exec(key)?.groups?.id;
}

/** The generation that a picture is kept for; undefined for a key of another shape. */
export function keeperOfKey(key: string): string | undefined {
  return /^(?<id>[^/]+)\/(?:result|reference)-\d+$/.exec(key)?.groups?.id;
}

/** Where a picture to work from is kept; `position` is its place in the person's order, from 0. */
export function referenceKey({ generationId, position }: { generationId: string; position: number }): string {
  return `${generationId}/reference-${position}`;
}

/** Leaves room for the suffix of a file that is being written: most file systems take names of up to 255 bytes. */
const maxKeyLength = 200;

/**
 * Lets only keys pass that name one place in any folder or bucket: no `..`, no hidden file, nothing that differs by
 * case alone.
 * @throws RangeError
 */
export function requirePictureKey(key: string): string {
  if (key.length > maxKeyLength || !keyShape.test(key)) {
    throw new RangeError(
      `expected a picture key of at most ${maxKeyLength} characters in segments of a-z, 0-9, "-", "_" and inner "."`,
    );
  }
  return key;
}
