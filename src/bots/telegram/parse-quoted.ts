/** Closing quotes by their opening one; phones write the curved ones by themselves. */
const closings: Readonly<Record<string, string>> = { '"': '"', '“': '”', '«': '»', '„': '“”' };

/** Reads a quoted value that starts at `from`; undefined when there is none or its end is missing. */
export function parseQuoted(text: string, from: number): { value: string; end: number } | undefined {
  const closing = closings[text[from] ?? ''];
  if (closing === undefined) return undefined;
  for (let at = from + 1; at < text.length; at += 1) {
    const isClosing = closing.includes(text[at] ?? ' ');
    const endsWord = at + 1 === text.length || /\s/.test(text[at + 1] ?? '');
    if (isClosing && endsWord) return { value: text.slice(from + 1, at), end: at + 1 };
  }
  return undefined;
}
