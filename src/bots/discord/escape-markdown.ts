/**
 * Characters that begin or end formatting, mentions, timestamps, emoji, links, spoilers, quotes, headings or subtext
 * wherever they stand: https://docs.discord.com/developers/reference#message-formatting
 */
const activeAnywhere = /[\\*_~`|<>[\]@#]/g;

/** List markers, which count only where a line may begin. A run of text may begin in the middle of a line; that is harmless. */
const bulletAtLineStart = /^([^\S\n]*)([-+])/gm;
const numberAtLineStart = /^([^\S\n]*\d*)([.)])(?=\s|$)/gm;

/** A bare address would become a link that leads away from the chat. */
const schemeBeforeSlashes = /:(?=\/\/)/g;

/**
 * Makes words show exactly as they are. Discord takes a backslash before any punctuation for an escape and does not
 * show it.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(activeAnywhere, '\\$&')
    .replaceAll(bulletAtLineStart, '$1\\$2')
    .replaceAll(numberAtLineStart, '$1\\$2')
    .replaceAll(schemeBeforeSlashes, '\\:');
}

/**
 * Words as they can be shown at all: one kind of line break, no control characters, no unpaired surrogates, and none of
 * the invisible marks that turn the direction of whatever stands behind them.
 */
export function toShowable(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
      .replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
  );
}
