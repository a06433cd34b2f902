import { lengthOf, toPlainText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';

const lineBreak = { text: '\n', style: 'plain' } as const;

/**
 * Puts the quoted prompt above a text, in at most `maxLength` UTF-16 units. Where room is short the prompt gives way
 * first, down to nothing; the text itself is cut (and loses its styles) only when it alone is too long.
 */
export function putUnderPrompt(
  text: RichText,
  { prompt, maxLength }: { readonly prompt: string; readonly maxLength: number },
): RichText {
  const room = maxLength - lengthOf(text) - lineBreak.text.length;
  if (lengthOf(text) > maxLength) return [{ text: shorten(toPlainText(text), maxLength), style: 'plain' }];
  const quoted = room > 0 ? shorten(prompt.trim(), room) : '';
  return quoted === '' ? text : [{ text: quoted, style: 'quote' }, lineBreak, ...text];
}
