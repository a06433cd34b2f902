import type { Message } from 'grammy/types';
import type { TelegramAddress } from './telegram-address.ts';

/** Who asks for something, and in which language the answers come. */
export interface Asker {
  readonly id: number;
  readonly language: string;
  /** Of the app they write with, where they have chosen another one for the answers. */
  readonly appLanguage?: string;
  /** To be called by in a group; known of those who tap. */
  readonly name?: string;
}

/** A wish: by whom, where the answers go, and what makes it the same wish when it comes again. */
export interface Place {
  readonly asker: Asker;
  readonly address: TelegramAddress;
  readonly sourceKey: string;
  /** It has topics, of which one is always meant. */
  readonly isForum: boolean;
  /** Who wrote what it replies to, where that was a person who can be told. */
  readonly repliesToId?: number | undefined;
}

/** A message, by whom and where. */
export interface Received extends Place {
  readonly message: Message;
}

/** What people send instead of words and pictures; everything else without words is a notice of Telegram itself. */
const wordlessContent = [
  'animation',
  'audio',
  'contact',
  'dice',
  'document',
  'location',
  'poll',
  'sticker',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
] as const satisfies readonly (keyof Message)[];

/** Who wrote a message; undefined for bots, channels and Telegram itself. */
export function askerOf({
  from,
  sender_chat: sender,
  chat,
  is_automatic_forward,
}: Message): Asker | undefined {
  if (from === undefined || is_automatic_forward === true) return undefined;
  if (!from.is_bot) return { id: from.id, language: from.language_code ?? 'en' };
  // An administrator who writes in the name of the group: https://telegram.org/blog/filters-anonymous-admins-comments
  return sender !== undefined && sender.id === chat.id ? { id: chat.id, language: 'en' } : undefined;
}

/** Of the topic that every forum has, which is no thread: https://core.telegram.org/api/forum#forum-topics */
export const generalTopicId = 1;

/** Undefined for what nobody asks with. */
export function receive(posted: Message, sourceKey: string): Received | undefined {
  const message = inOwnWords(posted);
  const asker = askerOf(message);
  const repliesToId = repliesTo(message);
  if (asker === undefined) return undefined;
  const isForum = message.chat.is_forum === true;
  return { message, asker, address: addressOf(message, asker), isForum, sourceKey, repliesToId };
}

/** What stands below a picture that was picked from a bot's offer was written by that bot: https://core.telegram.org/bots/api#message */
function inOwnWords(message: Message): Message {
  if (message.via_bot === undefined) return message;
  const { caption: _, caption_entities: __, ...wordless } = message;
  return wordless;
}

/**
 * Who wrote what a message replies to, be it in another chat or forwarded into this private one:
 * https://core.telegram.org/bots/api#messageorigin
 */
function repliesTo({
  chat,
  external_reply: external,
  reply_to_message: replied,
}: Message): number | undefined {
  const origin = external?.origin ?? (chat.type === 'private' ? replied?.forward_origin : undefined);
  const own = origin === undefined ? replied?.from : undefined;
  const writer = origin?.type === 'user' ? origin.sender_user : own;
  return writer?.is_bot === false ? writer.id : undefined;
}

/** Where an answer has to show which message it belongs to, in a private chat too. */
export function inReply({ address, message, ...place }: Received): Place {
  return { ...place, address: { ...address, replyToMessageId: message.message_id } };
}

export function isPrivateChat({ address }: Pick<Place, 'address'>): boolean {
  return address.chatKind === 'private';
}

/** Where answers to a message go. */
export function addressOf(message: Message, asker: Asker): TelegramAddress {
  const isPrivate = message.chat.type === 'private';
  const { message_thread_id: threadId } = message;
  return {
    platform: 'telegram',
    isDurable: true,
    chatId: message.chat.id,
    chatKind: isPrivate ? 'private' : 'group',
    personId: asker.id,
    // Elsewhere a thread is only a chain of replies, which the reply itself continues.
    // General takes no message that names it as a thread.
    ...(message.is_topic_message === true && threadId !== generalTopicId ? { threadId } : {}),
    ...(isPrivate ? {} : { replyToMessageId: message.message_id }),
  };
}

export function hasWordlessContent(message: Message): boolean {
  return wordlessContent.some((kind) => message[kind] !== undefined);
}
