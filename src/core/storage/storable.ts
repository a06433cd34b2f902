/**
 * Checks that a text comes back from every database exactly as it went in. PostgreSQL refuses NUL and SQLite replaces
 * lone surrogates, so identifiers must hold neither; what people typed is stored as JSON, which escapes both.
 * @throws RangeError that names the field and never quotes the value.
 */
export function storableText<Text extends string>(field: string, value: Text): Text {
  if (value.includes('\0') || !value.isWellFormed()) {
    throw new RangeError(`expected ${field} to be well-formed text without NUL`);
  }
  return value;
}

/** A text that identifies something and so must not be empty. @throws RangeError */
export function storableKey<Text extends string>(field: string, value: Text): Text {
  if (value === '') throw new RangeError(`expected ${field} to be a text of at least one character`);
  return storableText(field, value);
}

/** @throws RangeError when the value is no whole number within ±2^53. */
export function storableInteger(field: string, value: number): number {
  if (!Number.isSafeInteger(value))
    throw new RangeError(`expected ${field} to be a whole number within ±2^53`);
  return value;
}

export function storableOptionalInteger(field: string, value: number | undefined): number | null {
  return value === undefined ? null : storableInteger(field, value);
}

export function storableFlag(value: boolean): number {
  return value ? 1 : 0;
}
