import type { CallbackQuery } from 'grammy/types';
import type { Place } from './read-message.ts';
import { addressOf } from './read-message.ts';

/** A tap on a button below one of the bot's messages. */
export interface Tapped extends Place {
  readonly tapId: string;
  readonly buttonId: string;
  readonly messageId: number;
  /** What the message shows; undefined where Telegram tells no more of it than its id. */
  readonly shows: 'media' | 'text' | undefined;
}

/** Undefined when there is no message to which an answer could go. */
export function readTap(
  { data = '', from, id, message }: CallbackQuery,
  sourceKey: string,
): Tapped | undefined {
  if (message === undefined) return undefined;
  const asker = { id: from.id, language: from.language_code ?? 'en', name: from.first_name };
  const { message_id: messageId } = message;
  return {
    asker,
    address: { ...addressOf(message, asker), replyToMessageId: messageId },
    isForum: message.chat.is_forum === true,
    sourceKey,
    tapId: id,
    buttonId: data,
    messageId,
    // https://core.telegram.org/bots/api#inaccessiblemessage
    shows: message.date === 0 ? undefined : message.text === undefined ? 'media' : 'text',
  };
}
