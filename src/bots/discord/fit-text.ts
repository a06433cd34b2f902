import type { RichText, TextRun } from '../../commands/rich-text.ts';
import { renderRichText } from './render-rich-text.ts';

/**
 * Characters of text that one message can show, over all its text components:
 * https://docs.discord.com/developers/components/reference#component-reference
 */
export const maxMessageCharacters = 4_000;

/** Renders within `limit` UTF-16 units, cutting the longest run where that is needed. */
export function renderWithin(text: RichText, limit = maxMessageCharacters): string {
  let fitting = text;
  let rendered = renderRichText(fitting);
  while (rendered.length > limit) {
    const shorter = cutLongest(fitting, rendered.length - limit);
    if (shorter === undefined) return '…';
    fitting = shorter;
    rendered = renderRichText(fitting);
  }
  return rendered;
}

/** Renders into as many messages as it takes, each within `limit` UTF-16 units, parted between lines where possible. */
export function renderMessages(text: RichText, limit = maxMessageCharacters): readonly string[] {
  const messages: string[] = [];
  let current: TextRun[] = [];
  for (const piece of text.flatMap((run) => pieces(run, limit))) {
    if (current.length > 0 && renderRichText([...current, piece]).length > limit) {
      messages.push(renderRichText(current));
      current = [];
    }
    current.push(piece);
  }
  if (current.length > 0) messages.push(renderRichText(current));
  return messages.filter((message) => message.trim() !== '');
}

/** Lines of a run, and parts of lines that are too long for one message even before they are escaped. */
function pieces(run: TextRun, limit: number): readonly TextRun[] {
  if (renderRichText([run]).length <= limit / 4) return [run];
  // Escaping at most doubles a text; markers and the quote's sign take a few characters more.
  const longest = Math.floor((limit - 8 - (run.link?.length ?? 0) * 3) / 2);
  return run.text
    .split(/(?<=\n)/)
    .flatMap((line) => cutEvery(line, Math.max(1, longest)))
    .map((part) => ({ ...run, text: part }));
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

function cutLongest(text: RichText, excess: number): RichText | undefined {
  const longest = text.reduce(
    (best, run, index) => (run.text.length > (text[best]?.text.length ?? 0) ? index : best),
    0,
  );
  const run = text[longest];
  if (run === undefined || run.text.length <= 1) return undefined;
  // An escaped character takes two, so half of the excess is enough when everything is escaped; never cut too much.
  const length = Math.max(0, run.text.length - Math.ceil(excess / 2) - 1);
  return text.with(longest, { ...run, text: `${cut(run.text, length).trimEnd()}…` });
}

/** The first `length` UTF-16 units, without half a character at the end. */
function cut(text: string, length: number): string {
  const part = text.slice(0, length);
  return part.isWellFormed() || !text.isWellFormed() ? part : part.slice(0, -1);
}
