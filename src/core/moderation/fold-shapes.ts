/**
 * Writes text in the plainest shapes of its characters: what has a plain form becomes it (`ｐ`, `𝓹` and `ⓟ` are `p`), and
 * what is not seen, or only decorates another character, is gone. Case stays. Folded once more, nothing changes.
 */
export function foldShapes(text: string): string {
  return (
    text
      .toWellFormed()
      // Their plain forms are letters that nobody reads as part of the word before them.
      .replace(/[™℠]/g, ' ')
      .normalize('NFKD')
      .replace(/[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
      .replace(/[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu, toLetter)
  );
}

/** Letters in black circles and squares, and the halves of flags, which Unicode does not count as the letters they show. */
const letterBlocks = [0x1f150, 0x1f170, 0x1f1e6];

function toLetter(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const start = letterBlocks.findLast((first) => first <= code) ?? code;
  return String.fromCodePoint(0x61 + code - start);
}
