import { isDeepStrictEqual } from 'node:util';
import type { TelegramMessage } from '@gramio/types';
import { badRequest, violation } from '../bot-api-error.ts';
import type { FakeChat } from '../chat.ts';
import { readCaption, readMessageText } from '../message-text.ts';
import type { MethodCall, MethodHandlers } from '../method-call.ts';
import { type ReplyMarkup, readInlineKeyboard } from '../reply-markup.ts';
import { mediaContent } from './media-content.ts';
import type { MessageContent } from './new-message.ts';
import { findWritableChat } from './writable-chat.ts';

type Target = {
  readonly chat_id?: number | string;
  readonly message_id?: number;
  readonly inline_message_id?: string;
};
type Editable = { readonly chat: FakeChat; readonly message: TelegramMessage };

// Everything an edit may replace; what stands elsewhere in a message (author, date, topic, reply) stays.
const replaceable = [
  'text',
  'entities',
  'photo',
  'document',
  'caption',
  'caption_entities',
  'has_media_spoiler',
  'show_caption_above_media',
  'reply_markup',
] as const;

const deletableSeconds = 48 * 60 * 60;

/** Methods that change or remove messages. */
export const editingMethods = {
  editMessageText: (parameters, call) => {
    const editable = findEditable(parameters, call);
    if (parameters.text === undefined) throw violation('message text is empty');
    const { text, entities } = readMessageText({
      text: String(parameters.text),
      entities: parameters.entities,
      parseMode: parameters.parse_mode,
    });
    if (editable.message.text === undefined) throw badRequest('there is no text in the message to edit');
    const content = { text, ...(entities.length === 0 ? {} : { entities }) };
    return edit(editable, call, withKeyboard(content, parameters.reply_markup));
  },

  editMessageCaption: (parameters, call) => {
    const editable = findEditable(parameters, call);
    const { photo, document, has_media_spoiler } = editable.message;
    const caption = readCaption({
      text: String(parameters.caption ?? ''),
      entities: parameters.caption_entities,
      parseMode: parameters.parse_mode,
    });
    if (photo === undefined && document === undefined) {
      throw badRequest('there is no caption in the message to edit');
    }
    const content: MessageContent = {
      ...(photo === undefined ? {} : { photo }),
      ...(document === undefined ? {} : { document }),
      ...(has_media_spoiler === undefined ? {} : { has_media_spoiler }),
      ...(caption.text === '' ? {} : { caption: caption.text }),
      ...(caption.entities.length === 0 ? {} : { caption_entities: caption.entities }),
      ...(parameters.show_caption_above_media === true ? { show_caption_above_media: true } : {}),
    };
    return edit(editable, call, withKeyboard(content, parameters.reply_markup));
  },

  editMessageMedia: (parameters, call) => {
    const editable = findEditable(parameters, call);
    const { media } = parameters;
    if (media.type !== 'photo' && media.type !== 'document') {
      throw violation(`the fake knows photos and documents only, not media of type ${media.type}`);
    }
    const isInAlbum = editable.message.media_group_id !== undefined;
    if (isInAlbum && editable.message[media.type] === undefined) {
      throw badRequest("message can't be edited: an album keeps its kind of media");
    }
    const content = mediaContent({ ...media, type: media.type, media: String(media.media) }, call);
    return edit(editable, call, withKeyboard(content, parameters.reply_markup));
  },

  editMessageReplyMarkup: (parameters, call) => {
    const editable = findEditable(parameters, call);
    const { reply_markup: _replaced, ...content } = pickContent(editable.message);
    return edit(editable, call, withKeyboard(content, parameters.reply_markup));
  },

  deleteMessage: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    const message = chat.find(parameters.message_id);
    if (message === undefined) throw badRequest('message to delete not found');
    if (!isDeletable(chat, message, world.nowSeconds())) throw badRequest("message can't be deleted");
    chat.delete(message.message_id);
    world.changes.announce();
    return true;
  },

  deleteMessages: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    if (parameters.message_ids.length > 100) throw violation('too many message identifiers specified');
    for (const messageId of parameters.message_ids) {
      const message = chat.find(messageId);
      // Unlike deleteMessage this skips what it cannot find.
      if (message === undefined) continue;
      if (!isDeletable(chat, message, world.nowSeconds())) throw badRequest("message can't be deleted");
      chat.delete(messageId);
    }
    world.changes.announce();
    return true;
  },
} satisfies MethodHandlers;

function findEditable(target: Target, { world }: MethodCall): Editable {
  if (target.inline_message_id !== undefined) throw violation('the fake has no inline messages');
  if (target.chat_id === undefined) throw violation('chat_id is empty');
  if (target.message_id === undefined) throw violation('message identifier is not specified');
  const chat = findWritableChat(world, target.chat_id);
  const message = chat.find(target.message_id);
  if (message === undefined) throw badRequest('message to edit not found');
  const isOwn = message.from?.id === world.bot.id || message.sender_chat?.id === chat.id;
  if (!isOwn) throw badRequest("message can't be edited");
  return { chat, message };
}

function withKeyboard(content: MessageContent, markup: ReplyMarkup | undefined): MessageContent {
  // An edit without a keyboard takes the old one away.
  const keyboard = readInlineKeyboard(markup);
  return keyboard === undefined ? content : { ...content, reply_markup: keyboard };
}

function edit({ chat, message }: Editable, { world }: MethodCall, content: MessageContent): TelegramMessage {
  if (isDeepStrictEqual(pickContent(message), pickContent(content))) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  const kept = Object.fromEntries(
    Object.entries(message).filter(([field]) => !replaceable.some((name) => name === field)),
  );
  const edited: TelegramMessage = {
    ...kept,
    message_id: message.message_id,
    date: message.date,
    chat: message.chat,
    ...content,
    edit_date: world.nowSeconds(),
  };
  chat.replace(edited);
  world.changes.announce();
  return edited;
}

function pickContent(message: MessageContent): MessageContent {
  return Object.fromEntries(
    Object.entries(message).filter(([field]) => replaceable.some((name) => name === field)),
  );
}

function isDeletable(chat: FakeChat, message: TelegramMessage, nowSeconds: number): boolean {
  const isOwn = message.from?.is_bot === true || message.sender_chat !== undefined;
  if (chat.botStatus === 'administrator') return true;
  if (!isOwn && !chat.isPrivate) return false;
  return nowSeconds - message.date < deletableSeconds;
}
