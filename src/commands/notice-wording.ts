import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

/** What those who run the bot have to say, with who says it. */
export function wordNotice(
  words: string,
  { language, wording }: { readonly language: string; readonly wording: Pick<Wording, 'text'> },
): RichText {
  return joinText([wording.text('admin.noticeHeading', language), [{ text: words, style: 'plain' }]], '\n');
}
