import type { RichText, TextRun } from '../../commands/rich-text.ts';
import { escapeMarkdown, toShowable } from './escape-markdown.ts';

/** Keeps the markers of two styled runs apart where they touch: `**a***b*` would be read otherwise. */
const markerBreak = '\u200b';

/** Writes rich text in Discord's markdown. The words of a run can never act as markup or as a mention. */
export function renderRichText(text: RichText): string {
  const runs = joinAlike(text);
  let rendered = '';
  for (const [index, run] of runs.entries()) {
    rendered = append(rendered, runs[index - 1]?.style === 'quote' ? withoutLineBreak(run) : run);
  }
  return rendered.trimEnd();
}

/** A quote ends its line by itself, so a line break behind it would show as an empty line. */
function withoutLineBreak(run: TextRun): TextRun {
  return { ...run, text: run.text.replace(/^\n/, '') };
}

function append(before: string, run: TextRun): string {
  const [leading, words, trailing] = splitSpace(run.text);
  if (words === '') return before + run.text;
  if (run.style === 'quote') return `${startLine(before)}${quoted(run, words)}\n`;
  const inner = styled(run, words);
  const touches = leading === '' && run.style !== 'plain' && /[*_`]$/.test(before);
  return `${before}${touches ? markerBreak : ''}${leading}${inner}${trailing}`;
}

/** Markers hold only when they touch words, so space stays outside of them. */
function splitSpace(text: string): readonly [string, string, string] {
  const words = text.trim();
  const start = text.indexOf(words);
  return [text.slice(0, start), words, text.slice(start + words.length)];
}

const signs = { channel: '#', role: '@&', person: '@' } as const;

function styled(run: TextRun, words: string): string {
  // Only what is an id from end to end can mention anything.
  if (run.mention !== undefined && /^\d{1,20}$/.test(run.mention.id)) {
    return `<${signs[run.mention.kind]}${run.mention.id}>`;
  }
  const inner = emphasised(run.style, words);
  const link = run.link === undefined ? undefined : webAddress(run.link);
  return link === undefined ? inner : `[${inner}](<${link}>)`;
}

function emphasised(style: TextRun['style'], words: string): string {
  switch (style) {
    case 'bold':
      return `**${escapeMarkdown(words)}**`;
    case 'italic':
      return `*${escapeMarkdown(words)}*`;
    case 'code':
      // Nothing can be escaped inside code, so words with a backtick or a line break are not shown as code.
      return /[`\n]/.test(words) ? escapeMarkdown(words) : `\`${words}\``;
    case 'plain':
    case 'quote':
      return escapeMarkdown(words);
    default:
      return style satisfies never;
  }
}

function quoted(run: TextRun, words: string): string {
  return styled(run, words)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function startLine(before: string): string {
  return before === '' || before.endsWith('\n') ? before : `${before}\n`;
}

function webAddress(link: string): string | undefined {
  const url = URL.parse(link);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

function isAlike(one: TextRun, other: TextRun): boolean {
  return one.style === other.style && one.link === other.link && one.mention === other.mention;
}

/** Cleans every run and joins neighbours of one style, whose markers would otherwise collide. */
function joinAlike(text: RichText): RichText {
  const joined: TextRun[] = [];
  for (const run of text) {
    const words = toShowable(run.text);
    const last = joined.at(-1);
    if (words === '') continue;
    if (last !== undefined && isAlike(last, run)) {
      joined[joined.length - 1] = { ...last, text: last.text + words };
    } else joined.push({ ...run, text: words });
  }
  return joined;
}
