import type { TelegramMessage, TelegramReplyParameters } from '@gramio/types';
import { badRequest } from '../bot-api-error.ts';
import type { FakeChat } from '../chat.ts';
import type { MethodCall } from '../method-call.ts';
import { type ReplyMarkup, readInlineKeyboard } from '../reply-markup.ts';
import { findWritableChat, placeInThread, replyTo } from './writable-chat.ts';

/** What all methods that send a message have in common. */
export type Envelope = {
  readonly chat_id: number | string;
  readonly message_thread_id?: number;
  readonly reply_parameters?: TelegramReplyParameters;
  readonly reply_markup?: ReplyMarkup;
  readonly protect_content?: boolean;
  readonly show_caption_above_media?: boolean;
  readonly has_spoiler?: boolean;
};

/** What a message shows apart from where it stands. */
export type MessageContent = Omit<TelegramMessage, 'message_id' | 'date' | 'chat'>;

/** Sends one message from the bot. `content` is made after the chat and the reply were found to be in order. */
export function sendFromBot(
  envelope: Envelope,
  { world }: MethodCall,
  content: () => MessageContent,
): TelegramMessage {
  const chat = findWritableChat(world, envelope.chat_id);
  const place = placeInThread(chat, envelope.message_thread_id);
  const reply = replyTo(world, chat, envelope.reply_parameters);
  const keyboard = readInlineKeyboard(envelope.reply_markup);
  const shown = content();
  checkPermission(chat, shown);
  const message: TelegramMessage = {
    message_id: chat.nextMessageId(),
    ...(chat.description.type === 'channel' ? { sender_chat: chat.description } : { from: world.bot }),
    date: world.nowSeconds(),
    chat: chat.description,
    ...place,
    ...reply,
    ...(envelope.protect_content === true ? { has_protected_content: true } : {}),
    ...shown,
    ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
  };
  world.post(chat, message);
  return message;
}

function checkPermission(chat: FakeChat, content: MessageContent): void {
  const kind =
    content.photo !== undefined ? 'photos' : content.document !== undefined ? 'documents' : 'text messages';
  if (chat.forbidden.has(kind) && chat.botStatus !== 'administrator') {
    throw badRequest(`not enough rights to send ${kind} to the chat`);
  }
}
