/**
 * Creates a function that replaces every known secret in a text by `[secret]`, also where a URL or a JSON text inside
 * the text has escaped some of its characters.
 */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  // The longest comes first, so that a secret that begins with another one disappears as a whole.
  const known = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(known.map(toPattern).join('|'), 'g');
  return (text) => text.replace(pattern, '[secret]');
}

function toPattern(secret: string): string {
  return Array.from(secret, (character) => {
    const spellings = new Set([inJson(character), character].map(escapePattern));
    return `(?:${[...spellings, inUrl(character)].join('|')})`;
  }).join('');
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A pattern of the percent-encoded character: https://url.spec.whatwg.org/#percent-encoded-bytes */
function inUrl(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `%${inHex(byte)}`).join('');
}

function inHex(byte: number): string {
  const digits = byte.toString(16).padStart(2, '0');
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
