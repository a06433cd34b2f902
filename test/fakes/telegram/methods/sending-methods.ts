import type { TelegramMessage } from '@gramio/types';
import { badRequest, violation } from '../bot-api-error.ts';
import { readMessageText } from '../message-text.ts';
import type { MethodHandlers } from '../method-call.ts';
import { mediaContent } from './media-content.ts';
import { sendFromBot } from './new-message.ts';
import { findWritableChat, placeInThread } from './writable-chat.ts';

/** Methods that put something into a chat. */
export const sendingMethods = {
  sendMessage: (parameters, call) =>
    sendFromBot(parameters, call, () => {
      const { text, entities } = readMessageText({
        text: String(parameters.text),
        entities: parameters.entities,
        parseMode: parameters.parse_mode,
      });
      return { text, ...(entities.length === 0 ? {} : { entities }) };
    }),

  sendPhoto: (parameters, call) =>
    sendFromBot(parameters, call, () =>
      mediaContent({ ...parameters, type: 'photo', media: String(parameters.photo) }, call),
    ),

  sendDocument: (parameters, call) =>
    sendFromBot(parameters, call, () =>
      mediaContent({ ...parameters, type: 'document', media: String(parameters.document) }, call),
    ),

  sendMediaGroup: (parameters, call) => {
    const items = parameters.media.map((item) => {
      if (item.type === 'photo' || item.type === 'document') return { ...item, type: item.type };
      throw violation(`the fake knows albums of photos and of documents only, not of type ${item.type}`);
    });
    if (items.length < 2) throw violation('too few messages to send as an album');
    if (items.length > 10) throw violation('too many messages to send as an album');
    if (new Set(items.map((item) => item.type)).size > 1) {
      throw violation("document can't be mixed with other media types");
    }
    findWritableChat(call.world, parameters.chat_id);
    // An album is all or nothing: every item is checked before the first message appears.
    const contents = items.map((item) => mediaContent({ ...item, media: String(item.media) }, call));
    const albumId = String(13_000_000_000 + call.world.nextNumber());
    return contents.map(
      (content): TelegramMessage =>
        sendFromBot(parameters, call, () => ({ ...content, media_group_id: albumId })),
    );
  },

  sendChatAction: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    placeInThread(chat, parameters.message_thread_id);
    chat.noteAction('action', `[bot] ${parameters.action} …`);
    world.changes.announce();
    return true;
  },

  sendMessageDraft: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    if (!chat.isPrivate) throw badRequest('TEXTDRAFT_PEER_INVALID');
    if (parameters.draft_id === 0) throw violation('TEXTDRAFT_ID_INVALID');
    placeInThread(chat, parameters.message_thread_id);
    chat.noteAction('action', `[bot] draft ${parameters.draft_id}: ${JSON.stringify(parameters.text ?? '')}`);
    world.changes.announce();
    return true;
  },

  setMessageReaction: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    if (chat.find(parameters.message_id) === undefined) throw badRequest('message to react not found');
    const reactions = parameters.reaction ?? [];
    if (reactions.length > 1) throw violation('REACTIONS_TOO_MANY');
    chat.noteAction('reaction', `[bot] reacts to #${parameters.message_id}: ${JSON.stringify(reactions)}`);
    world.changes.announce();
    return true;
  },
} satisfies MethodHandlers;
