import type { TelegramMessageEntity } from '@gramio/types';
import { violation } from './bot-api-error.ts';

/** A text with its formatting; offsets and lengths count UTF-16 units. */
export type FormattedText = { readonly text: string; readonly entities: TelegramMessageEntity[] };

type TextOptions = {
  readonly text: string;
  readonly entities: readonly TelegramMessageEntity[] | undefined;
  readonly parseMode: string | undefined;
};

/** Reads a message's text as Telegram does: 1–4096 UTF-16 units after trimming, with sound entities. */
export function readMessageText(options: TextOptions): FormattedText {
  const formatted = readFormatted(options);
  if (formatted.text === '') throw violation('message text is empty');
  if (formatted.text.length > 4096) throw violation('message is too long');
  return formatted;
}

/** Reads a caption: 0–1024 UTF-16 units after trimming. */
export function readCaption(options: TextOptions): FormattedText {
  const formatted = readFormatted(options);
  if (formatted.text.length > 1024) throw violation('message caption is too long');
  return formatted;
}

function readFormatted({ text, entities = [], parseMode }: TextOptions): FormattedText {
  if (parseMode !== undefined) throw violation('the fake does not parse parse_mode: send entities');
  for (const entity of entities) checkEntity(entity, text);
  // Telegram cuts white space off both ends and moves the entities along.
  const trimmed = text.trim();
  const cut = text.length - text.trimStart().length;
  const moved = entities.flatMap((entity) => moveEntity(entity, { by: -cut, end: trimmed.length }));
  const found = findEntities(trimmed).filter((one) => !moved.some((other) => overlap(one, other)));
  return { text: trimmed, entities: [...moved, ...found].toSorted((a, b) => a.offset - b.offset) };
}

function checkEntity(entity: TelegramMessageEntity, text: string): void {
  const { offset, length, type } = entity;
  const end = offset + length;
  if (offset < 0) throw violation(`receive an entity with incorrect offset ${offset}`);
  if (length <= 0) throw violation(`receive an entity with incorrect length ${length}`);
  if (end > text.length) {
    throw violation(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    );
  }
  if (cutsSymbol(text, offset)) {
    throw violation(`entity begins in a middle of a UTF-16 symbol at position ${offset}`);
  }
  if (cutsSymbol(text, end)) {
    throw violation(
      `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`,
    );
  }
  if (type === 'text_link' && entity.url === undefined) throw violation('can\'t find field "url"');
  if (type === 'text_mention' && entity.user === undefined) throw violation('can\'t find field "user"');
}

function cutsSymbol(text: string, position: number): boolean {
  return (
    /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(Math.max(0, position - 1), position + 1)) &&
    position > 0
  );
}

function moveEntity(
  entity: TelegramMessageEntity,
  { by, end }: { by: number; end: number },
): TelegramMessageEntity[] {
  const start = Math.max(0, entity.offset + by);
  const stop = Math.min(end, entity.offset + entity.length + by);
  return stop > start ? [{ ...entity, offset: start, length: stop - start }] : [];
}

function overlap(one: TelegramMessageEntity, other: TelegramMessageEntity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}

/** The entities that Telegram finds by itself in what people and bots write. */
export function findEntities(text: string): TelegramMessageEntity[] {
  const patterns = [
    { type: 'url', pattern: /(?<![\w@])https?:\/\/[^\s]+[^\s.,!?)]/g },
    { type: 'bot_command', pattern: /(?<![\w/@])\/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?(?![\w/])/g },
    { type: 'mention', pattern: /(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)/g },
    { type: 'hashtag', pattern: /(?<![\w#&])#\p{L}[\p{L}\p{N}_]*/gu },
  ] as const;
  const entities: TelegramMessageEntity[] = [];
  for (const { type, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (!entities.some((other) => overlap(entity, other))) entities.push(entity);
    }
  }
  return entities.toSorted((a, b) => a.offset - b.offset);
}
