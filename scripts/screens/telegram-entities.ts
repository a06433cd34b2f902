import type { TelegramMessageEntity } from '@gramio/types';
import { escapeHtml } from './html.ts';

/**
 * A text with its formatting as HTML: https://core.telegram.org/bots/api#messageentity
 *
 * @throws Error for an entity that this cannot draw yet.
 */
export function renderTelegramText(text: string, entities: readonly TelegramMessageEntity[]): string {
  const marks = entities.flatMap((entity) => {
    const [opening, closing] = tagsOf(entity);
    const end = entity.offset + entity.length;
    return [
      { at: entity.offset, isOpening: true, length: entity.length, tag: opening },
      { at: end, isOpening: false, length: entity.length, tag: closing },
    ];
  });
  // What ends comes before what begins; the longer one is outside.
  marks.sort(
    (one, other) =>
      one.at - other.at ||
      Number(one.isOpening) - Number(other.isOpening) ||
      (one.isOpening ? other.length - one.length : one.length - other.length),
  );
  let html = '';
  let end = 0;
  for (const { at, tag } of marks) {
    html += escapeHtml(text.slice(end, at)) + tag;
    end = at;
  }
  // A block ends its line by itself.
  return (html + escapeHtml(text.slice(end))).replaceAll('</blockquote>\n', '</blockquote>');
}

function tagsOf(entity: TelegramMessageEntity): readonly [string, string] {
  switch (entity.type) {
    case 'bold':
      return ['<b>', '</b>'];
    case 'italic':
      return ['<i>', '</i>'];
    case 'code':
      return ['<code>', '</code>'];
    case 'blockquote':
    case 'expandable_blockquote':
      return ['<blockquote>', '</blockquote>'];
    case 'text_link':
    case 'url':
    case 'bot_command':
    case 'mention':
      return ['<a>', '</a>'];
    default:
      throw new Error(`the screens cannot show an entity of type ${entity.type} yet`);
  }
}
