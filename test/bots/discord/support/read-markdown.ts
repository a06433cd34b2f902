/** What a reader sees of Discord's markdown, and what of it would be markup. */
export interface ReadMarkdown {
  readonly visible: string;
  /** The text with every escaped character replaced by a letter: whatever is left in it is markup. */
  readonly active: string;
}

/** Resolves escapes as Discord does: a backslash before anything but a letter, a digit or space. */
export function readMarkdown(markdown: string): ReadMarkdown {
  const escaped = /\\([^0-9A-Za-z\s])/gu;
  return { visible: markdown.replaceAll(escaped, '$1'), active: markdown.replaceAll(escaped, 'x') };
}

/** Everything that Discord would take for markup: https://docs.discord.com/developers/reference#message-formatting */
export const markup: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['bold, italic or a list', /\*/],
  ['underline or italic', /_/],
  ['strike-through', /~/],
  ['code', /`/],
  ['a spoiler', /\|/],
  ['a mention, an emoji, a timestamp or a hidden link', /<|>/],
  ['a mention of everyone', /@(everyone|here)/],
  ['a masked link', /\[|\]/],
  ['a heading or a subtext', /#/],
  ['a list', /^\s*([-+]|\d+[.)])(\s|$)/m],
  ['a bare link', /[a-z]:\/\//i],
  ['a loose backslash that would escape what follows', /\\[^0-9A-Za-z\s]/],
];
