import type { MessageEntity } from 'grammy/types';
import type { RichText, TextRun } from '../../commands/rich-text.ts';

/** Telegram's form of a styled text: offsets and lengths count UTF-16 units. */
export interface RenderedText {
  readonly text: string;
  readonly entities: MessageEntity[];
}

/** Of a message: https://core.telegram.org/bots/api#sendmessage */
export const maxTextLength = 4_096;
/** Of a picture: https://core.telegram.org/bots/api#sendphoto */
export const maxCaptionLength = 1_024;

/**
 * Writes rich text as words with entities beside them. Nothing is parsed from the words, so whatever a person wrote
 * stays what it is: https://core.telegram.org/bots/api#messageentity
 */
export function renderEntities(richText: RichText): RenderedText {
  let text = '';
  const entities: MessageEntity[] = [];
  for (const run of joinAlike(richText)) {
    const words = clean(run.text);
    if (words.trim() === '') {
      text += words;
      continue;
    }
    if (run.style === 'quote' && text !== '' && !text.endsWith('\n')) text += '\n';
    const offset = text.length + (words.length - words.trimStart().length);
    entities.push(...entitiesOf(run, { offset, length: words.trim().length }));
    text += words;
  }
  return trim({ text, entities });
}

/** Renders within `limit` UTF-16 units; what is too long is cut at its end. */
export function renderWithin(richText: RichText, limit: number = maxTextLength): RenderedText {
  const { text, entities } = renderEntities(richText);
  if (text.length <= limit) return { text, entities };
  const kept = cut(text, limit - 1).trimEnd();
  return { text: `${kept}…`, entities: clip(entities, kept.length) };
}

/** Renders into as many messages as it takes, parted between lines where possible. */
export function renderMessages(richText: RichText, limit: number = maxTextLength): readonly RenderedText[] {
  const messages: RichText[] = [];
  let current: TextRun[] = [];
  let room = limit;
  for (const piece of joinAlike(richText).flatMap((run) => pieces(run, limit))) {
    // A quote may need a line break of its own before it.
    const size = piece.text.length + (piece.style === 'quote' ? 1 : 0);
    if (size > room && current.length > 0) {
      messages.push(current);
      current = [];
      room = limit;
    }
    current.push(piece);
    room -= size;
  }
  messages.push(current);
  return messages.map(renderEntities).filter(({ text }) => text !== '');
}

/** Puts somebody's name before the words, as Telegram tells them that they are meant. */
export function mentioning(
  { id, name = '' }: { readonly id: number; readonly name?: string },
  { entities, text }: RenderedText,
): RenderedText {
  const { text: shown } = renderEntities([{ text: name, style: 'plain' }]);
  if (shown === '') return { entities, text };
  const user = { id, is_bot: false, first_name: shown };
  const lead = `${shown}\n`;
  return {
    text: lead + text,
    entities: [
      { type: 'text_mention', offset: 0, length: shown.length, user },
      ...entities.map((one) => ({ ...one, offset: one.offset + lead.length })),
    ],
  };
}

/** Neighbours of one style become one run: two quotes would be shown as two blocks. */
function joinAlike(richText: RichText): RichText {
  const joined: TextRun[] = [];
  for (const run of richText) {
    const last = joined.at(-1);
    if (last !== undefined && last.style === run.style && last.link === run.link) {
      joined[joined.length - 1] = { ...last, text: last.text + run.text };
    } else joined.push(run);
  }
  return joined;
}

function entitiesOf(run: TextRun, place: { offset: number; length: number }): MessageEntity[] {
  const link = run.link === undefined ? undefined : webAddress(run.link);
  return [...styleOf(run.style, place), ...(link === undefined ? [] : [{ ...place, ...link }])];
}

function styleOf(style: TextRun['style'], place: { offset: number; length: number }): MessageEntity[] {
  switch (style) {
    case 'plain':
      return [];
    case 'bold':
    case 'italic':
    case 'code':
      return [{ ...place, type: style }];
    case 'quote':
      return [{ ...place, type: 'blockquote' }];
    default:
      return style satisfies never;
  }
}

function webAddress(link: string): { type: 'text_link'; url: string } | undefined {
  const url = URL.parse(link);
  return url?.protocol === 'https:' || url?.protocol === 'http:'
    ? { type: 'text_link', url: url.href }
    : undefined;
}

/**
 * Does what Telegram would do to the words anyway, which would shift the entities: control characters and those that
 * turn the direction of writing for what follows go, halves of characters are replaced (`clean_input_string` of
 * https://github.com/tdlib/td/blob/master/td/telegram/misc.cpp).
 */
function clean(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that have to go.
      .replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, ' ')
      .replaceAll(/[\u2028-\u202e]/g, '')
  );
}

function trim({ text, entities }: RenderedText): RenderedText {
  const trimmed = text.trim();
  const lead = text.length - text.trimStart().length;
  return { text: trimmed, entities: entities.map((one) => ({ ...one, offset: one.offset - lead })) };
}

function clip(entities: readonly MessageEntity[], end: number): MessageEntity[] {
  return entities
    .filter((one) => one.offset < end)
    .map((one) => ({ ...one, length: Math.min(one.length, end - one.offset) }));
}

/** Lines of a run, and parts of lines that are too long for one message. */
function pieces(run: TextRun, limit: number): readonly TextRun[] {
  return run.text
    .toWellFormed()
    .split(/(?<=\n)/)
    .flatMap((line) => cutEvery(line, limit - 1))
    .map((text) => ({ ...run, text }));
}

function cutEvery(line: string, length: number): readonly string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > length) {
    const part = cut(rest, length);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

/** The first `length` UTF-16 units of a well-formed text, without half a character at the end. */
function cut(text: string, length: number): string {
  const part = text.slice(0, length);
  return part.isWellFormed() ? part : part.slice(0, -1);
}
