const ellipsis = '…';

/**
 * Cuts a text to at most `maxLength` UTF-16 units, between what people see as characters (grapheme clusters), so that
 * no emoji or accent is torn. A cut text ends in `…`; where not even one character fits, nothing is left.
 */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const room = maxLength - ellipsis.length;
  let kept = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (index + segment.length > room) break;
    kept = index + segment.length;
  }
  const start = text.slice(0, kept).trimEnd();
  return start === '' ? '' : start + ellipsis;
}
