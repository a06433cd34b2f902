import type { Message } from 'grammy/types';
import { z } from 'zod';
import type { Address } from '../../core/address.ts';

const id = z.number().int();

const telegramAddress = z.object({
  platform: z.literal('telegram'),
  isDurable: z.literal(true),
  chatId: id,
  chatKind: z.enum(['private', 'group']),
  personId: id,
  /** The topic of a forum, or of a private chat in which topics are switched on. */
  threadId: id.optional(),
  /** The message that asked, where an answer has to show which one it belongs to. */
  replyToMessageId: id.optional(),
  /** The first answer, once it has arrived; it becomes the final one, or another message does, below an album for instance. */
  statusMessageId: id.optional(),
});

/** Where the answers to one request go. */
export type TelegramAddress = Address & z.infer<typeof telegramAddress>;

/** Checks an address that comes back from storage. @throws ZodError when it was not made by this platform. */
export function parseTelegramAddress(address: Address): TelegramAddress {
  return telegramAddress.parse(address);
}

/** Whether answers to it go into this chat. */
export function goesToChat(address: Address, chatId: number): boolean {
  return address.platform === 'telegram' && parseTelegramAddress(address).chatId === chatId;
}

/** The same address in the supergroup that its group has become: there, none of the old messages and topics is known. */
export function movedAddress(address: TelegramAddress, chatId: number): TelegramAddress {
  const { replyToMessageId: _asked, statusMessageId: _status, threadId: _topic, ...lasting } = address;
  return { ...lasting, chatId };
}

/** The same address once a message was sent to it, which is the one to edit and to delete from then on. */
export function addressOfSent(
  address: TelegramAddress,
  { chat, message_id: messageId }: Message,
): TelegramAddress {
  const followed = chat.id === address.chatId ? address : movedAddress(address, chat.id);
  return { ...followed, statusMessageId: messageId };
}

/** The parameters by which a new message gets to its place: https://core.telegram.org/bots/api#sendmessage */
export function placeOf({ chatId, threadId, replyToMessageId }: TelegramAddress): MessagePlace {
  return {
    chat_id: chatId,
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    ...(replyToMessageId === undefined
      ? {}
      : { reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true } }),
  };
}

export interface MessagePlace {
  readonly chat_id: number;
  readonly message_thread_id?: number;
  readonly reply_parameters?: {
    readonly message_id: number;
    readonly allow_sending_without_reply: true;
  };
}
