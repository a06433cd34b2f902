const longestCaption = 600;

/** What the bundled fonts have no letters for; boxes with numbers in them would tell nobody anything. */
const unwritable =
  /(?:[^\p{Script=Common}\p{Script=Inherited}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}]|[\u3000-\u303f\uff00-\uffef])+/gu;

/**
 * A prompt as it can be written on a picture: one paragraph, without anything that is no visible text, an
 * ellipsis for what the fonts cannot write, and no more than two marks on a letter, so that a pile of accents cannot
 * climb over the picture.
 */
export function captionCharacters(prompt: string): readonly string[] {
  const text = prompt
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '')
    .replace(unwritable, '…')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  const characters: string[] = [];
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    characters.push(segment);
    if (characters.length === longestCaption) break;
  }
  return characters;
}

/** Whether the first letter belongs to a script that is written from right to left. */
export function isRightToLeft(text: string): boolean {
  const [letter = ''] = /\p{L}/u.exec(text) ?? [];
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter);
}

/** Wraps plain text in Pango markup (https://docs.gtk.org/Pango/pango_markup.html), whatever the text contains. */
export function markup(text: string, attributes: Readonly<Record<string, string>>): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<span${list.join('')}>${escaped}</span>`;
}
