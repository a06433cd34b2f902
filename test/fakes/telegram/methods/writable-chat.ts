import type { TelegramMessage, TelegramReplyParameters } from '@gramio/types';
import { badRequest, forbidden } from '../bot-api-error.ts';
import type { FakeChat } from '../chat.ts';
import type { World } from '../world.ts';

/** Finds a chat by id or @username; refuses like Telegram for unknown, migrated and unopened chats. */
export function findChat(world: World, chatId: number | string): FakeChat {
  if (chatId === '') throw badRequest('chat_id is empty');
  const chat =
    typeof chatId === 'number'
      ? world.chats.get(chatId)
      : [...world.chats.values()].find(
          ({ description }) => !isPerson(description) && `@${description.username}` === chatId,
        );
  if (chat === undefined) throw badRequest('chat not found');
  if (chat.migratedTo !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
  }
  return chat;
}

function isPerson(description: FakeChat['description']): boolean {
  return description.type === 'private';
}

/** Finds a chat that the bot may write to now. */
export function findWritableChat(world: World, chatId: number | string): FakeChat {
  const chat = findChat(world, chatId);
  const { type } = chat.description;
  if (chat.isDeactivated) throw forbidden('user is deactivated');
  switch (chat.botStatus) {
    case 'not-started':
      throw forbidden("bot can't initiate conversation with a user");
    case 'kicked':
      throw forbidden(
        chat.isPrivate ? 'bot was blocked by the user' : `bot was kicked from the ${type} chat`,
      );
    case 'left':
      throw forbidden(`bot is not a member of the ${type} chat`);
    case 'member':
      if (type === 'channel') throw badRequest('need administrator rights in the channel chat');
      return chat;
    case 'administrator':
      return chat;
  }
}

/** The fields that put a message into a topic; refuses an unknown or closed one. */
export function placeInThread(
  chat: FakeChat,
  threadId: number | undefined,
): Pick<TelegramMessage, 'message_thread_id' | 'is_topic_message'> {
  if (threadId === undefined || threadId === 0) return {};
  const topic = chat.topics.get(threadId);
  if (topic !== undefined) {
    if (topic.isClosed && chat.botStatus !== 'administrator') throw badRequest('TOPIC_CLOSED');
    return { message_thread_id: threadId, is_topic_message: true };
  }
  // In a supergroup without topics a thread is the chain of replies below a message.
  const isReplyThread =
    chat.description.type === 'supergroup' && chat.description.is_forum !== true && chat.find(threadId);
  if (!isReplyThread) throw badRequest('message thread not found');
  return { message_thread_id: threadId };
}

/** The field that makes a message a reply; refuses when the other message is gone, unless that is allowed. */
export function replyTo(
  world: World,
  chat: FakeChat,
  parameters: TelegramReplyParameters | undefined,
): Pick<TelegramMessage, 'reply_to_message'> {
  if (parameters?.message_id === undefined) return {};
  const other = parameters.chat_id === undefined ? chat : findChat(world, parameters.chat_id);
  const replied = other.find(parameters.message_id);
  if (replied === undefined) {
    if (parameters.allow_sending_without_reply === true) return {};
    throw badRequest('message to be replied not found');
  }
  return other === chat ? { reply_to_message: withoutReply(replied) } : {};
}

/** A message as it stands inside another one: replies are never nested deeper. */
export function withoutReply(message: TelegramMessage): TelegramMessage {
  const { reply_to_message: _nested, ...flat } = message;
  return flat;
}
