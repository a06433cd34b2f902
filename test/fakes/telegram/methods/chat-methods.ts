import type { TelegramChatMember, TelegramChatPermissions } from '@gramio/types';
import { badRequest, violation } from '../bot-api-error.ts';
import type { FakeChat } from '../chat.ts';
import { administrator } from '../chat-membership.ts';
import type { MethodHandlers } from '../method-call.ts';
import type { World } from '../world.ts';
import { findChat, findWritableChat } from './writable-chat.ts';

const maxDownloadBytes = 20 * 1024 * 1024;

/** Methods about chats, taps and files. */
export const chatMethods = {
  getChat: (parameters, { world }) => ({
    ...findChat(world, parameters.chat_id).description,
    ...permissionsOf(findChat(world, parameters.chat_id)),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  }),

  getChatMember: (parameters, { world }) =>
    findMember(world, findChat(world, parameters.chat_id), parameters.user_id),

  getChatAdministrators: (parameters, { world }) => {
    const chat = findChat(world, parameters.chat_id);
    if (chat.isPrivate) throw badRequest('there are no administrators in the private chat');
    return [...chat.administrators].flatMap((id) => {
      const user = chat.members.get(id);
      return user === undefined ? [] : [administrator(user, { mayChangeInfo: chat.infoChangers.has(id) })];
    });
  },

  getChatMemberCount: (parameters, { world }) => {
    const chat = findChat(world, parameters.chat_id);
    return chat.members.size + (chat.isPrivate || isPresent(chat) ? 1 : 0);
  },

  leaveChat: (parameters, { world }) => {
    const chat = findWritableChat(world, parameters.chat_id);
    if (chat.isPrivate) throw badRequest("chat member status can't be changed in private chats");
    chat.botStatus = 'left';
    world.changes.announce();
    return true;
  },

  answerCallbackQuery: (parameters, { world }) => {
    const text = parameters.text === undefined ? undefined : String(parameters.text);
    if (text !== undefined && text.length > 200) throw violation('MESSAGE_TOO_LONG');
    const tap = world.taps.get(parameters.callback_query_id);
    const isOver =
      tap === undefined ||
      tap.answer !== undefined ||
      world.nowMs() - tap.tappedAtMs > world.settings.callbackQueryLifetimeMs;
    if (isOver) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    tap.answer = { text, showAlert: parameters.show_alert === true };
    world.changes.announce();
    return true;
  },

  getFile: ({ file_id }, { world }) => {
    const file = world.files.find(file_id);
    if (file === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > maxDownloadBytes) throw badRequest('file is too big');
    return {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      file_size: file.bytes.length,
      file_path: file.path,
    };
  },
} satisfies MethodHandlers;

/** What all members of a group may do. */
function permissionsOf(chat: FakeChat): { permissions?: TelegramChatPermissions } {
  if (chat.isPrivate || chat.description.type === 'channel') return {};
  return {
    permissions: {
      can_send_messages: !chat.forbidden.has('text messages'),
      can_send_photos: !chat.forbidden.has('photos'),
      can_send_documents: !chat.forbidden.has('documents'),
    },
  };
}

function isPresent(chat: FakeChat): boolean {
  return chat.botStatus === 'member' || chat.botStatus === 'administrator';
}

function findMember(world: World, chat: FakeChat, userId: number): TelegramChatMember {
  if (userId === world.bot.id) {
    if (chat.botStatus === 'administrator') return administrator(world.bot);
    return { status: isPresent(chat) ? 'member' : 'left', user: world.bot };
  }
  const user = world.people.get(userId);
  if (user === undefined) throw badRequest('PARTICIPANT_ID_INVALID');
  if (chat.administrators.has(userId)) {
    return administrator(user, { mayChangeInfo: chat.infoChangers.has(userId) });
  }
  return { status: chat.members.has(userId) ? 'member' : 'left', user };
}
