import { escapeHtml } from './html.ts';

const blocks = /^(?:(> )|(-# )|(#{1,3}) )?(.*)$/;
const inline =
  /\\([^\w\s])|`([^`]+)`|\*\*((?:\\.|[^\\])+?)\*\*|\*((?:\\.|[^\\*])+)\*|\[((?:\\.|[^\\\]])+)\]\(<?([^)>]+)>?\)|<@(\d+)>/gs;

/**
 * Discord's markdown as HTML, as far as a bot needs it: https://docs.discord.com/developers/reference#message-formatting
 */
export function renderDiscordMarkdown(markdown: string, nameOf: (userId: string) => string): string {
  const lines = markdown.split('\n').map((line) => renderLine(line, nameOf));
  return lines
    .join('')
    .replaceAll('</discord-quote><discord-quote>', '<br>')
    .replaceAll('</div><br>', '</div>');
}

function renderLine(line: string, nameOf: (userId: string) => string): string {
  const [, quote, subtext, heading, words = ''] = blocks.exec(line) ?? [];
  const html = renderInline(words, nameOf);
  if (quote !== undefined) return `<discord-quote>${html}</discord-quote>`;
  if (subtext !== undefined) return `<div class="subtext">${html}</div>`;
  if (heading !== undefined) return `<div class="heading heading-${heading.length}">${html}</div>`;
  return `<div class="line">${html || '&nbsp;'}</div>`;
}

function renderInline(words: string, nameOf: (userId: string) => string): string {
  let html = '';
  let end = 0;
  for (const match of words.matchAll(inline)) {
    const [whole, escaped, code, bold, italic, label, address, userId] = match;
    html += escapeHtml(words.slice(end, match.index));
    end = match.index + whole.length;
    if (escaped !== undefined) html += escapeHtml(escaped);
    else if (code !== undefined) html += `<discord-code>${escapeHtml(code)}</discord-code>`;
    else if (bold !== undefined) html += `<strong>${renderInline(bold, nameOf)}</strong>`;
    else if (italic !== undefined) html += `<em>${renderInline(italic, nameOf)}</em>`;
    else if (userId !== undefined) html += `<span class="mention">@${escapeHtml(nameOf(userId))}</span>`;
    else html += `<a href="${escapeHtml(address ?? '')}">${renderInline(label ?? '', nameOf)}</a>`;
  }
  return html + escapeHtml(words.slice(end));
}
