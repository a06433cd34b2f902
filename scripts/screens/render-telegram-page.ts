import type { TelegramMessage } from '@gramio/types';
import { buttonRows } from '../../test/fakes/telegram/reply-markup.ts';
import { botAvatar } from './avatars.ts';
import { escapeHtml } from './html.ts';
import { showPicture } from './show-picture.ts';
import { renderTelegramText } from './telegram-entities.ts';

export interface TelegramChatView {
  readonly botName: string;
  readonly messages: readonly TelegramMessage[];
  readonly pictureOf: (message: TelegramMessage) => Buffer;
}

/** A private chat with the bot, drawn like Telegram's app on a phone. */
export async function renderTelegramPage(view: TelegramChatView): Promise<string> {
  const bubbles = await Promise.all(groupAlbums(view.messages).map((group) => renderBubble(group, view)));
  return `<link rel="stylesheet" href="/scripts/screens/telegram.css">
<main><header><img src="${botAvatar}"><div><b>${escapeHtml(view.botName)}</b><small>bot</small></div></header>
<section>${bubbles.join('')}</section></main>`;
}

/** The pictures of an album are one bubble. */
function groupAlbums(messages: readonly TelegramMessage[]): readonly (readonly TelegramMessage[])[] {
  const groups: TelegramMessage[][] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const album = message.media_group_id;
    if (album !== undefined && last?.[0]?.media_group_id === album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

async function renderBubble(group: readonly TelegramMessage[], view: TelegramChatView): Promise<string> {
  const [first] = group;
  if (first === undefined) return '';
  const isOwn = first.from?.is_bot !== true;
  const text = first.text ?? first.caption ?? '';
  const entities = first.entities ?? first.caption_entities ?? [];
  const pictures = await renderPictures(group, view);
  const time = `<time>9:41${isOwn ? ' ✓✓' : ''}</time>`;
  const words = text === '' ? '' : `<div class="words">${renderTelegramText(text, entities)}${time}</div>`;
  return `<article class="${isOwn ? 'own' : 'bot'}${pictures === '' ? '' : ' media'}"><div class="bubble">${renderReplied(first, view)}${pictures}${words}</div>${renderKeyboard(first)}</article>`;
}

/** What a message replies to, as the line above it. */
function renderReplied(
  { reply_to_message: replied }: TelegramMessage,
  { botName }: TelegramChatView,
): string {
  if (replied === undefined) return '';
  const author = replied.from?.is_bot === true ? botName : (replied.from?.first_name ?? '');
  const [line = ''] = (replied.text ?? replied.caption ?? '').split('\n');
  return `<div class="replied"><b>${escapeHtml(author)}</b>${escapeHtml(line)}</div>`;
}

async function renderPictures(
  group: readonly TelegramMessage[],
  { pictureOf }: TelegramChatView,
): Promise<string> {
  const shown = group.filter(({ photo }) => photo !== undefined);
  const sources = await Promise.all(shown.map((message) => showPicture(pictureOf(message))));
  const images = sources.map((source) => `<img src="${source}">`).join('');
  const files = await Promise.all(group.map((message) => renderFile(message, pictureOf)));
  return `${images === '' ? '' : `<div class="album album-${shown.length}">${images}</div>`}${files.join('')}`;
}

const thumbnailSide = 160;

/** The app shows what is in a picture that came as a file. */
async function renderFile(
  message: TelegramMessage,
  pictureOf: TelegramChatView['pictureOf'],
): Promise<string> {
  if (message.document === undefined) return '';
  const bytes = pictureOf(message);
  const size = `${Math.round(bytes.length / 1024)} KB`;
  return `<div class="file"><img src="${await showPicture(bytes, thumbnailSide)}"><div>${escapeHtml(message.document.file_name ?? '')}<small>${size}</small></div></div>`;
}

function renderKeyboard(message: TelegramMessage): string {
  const rows = buttonRows(message).map(
    (row) => `<div>${row.map(({ text }) => `<span>${escapeHtml(text)}</span>`).join('')}</div>`,
  );
  return rows.length === 0 ? '' : `<nav>${rows.join('')}</nav>`;
}
