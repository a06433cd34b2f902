import type { Generation } from '../../core/generation.ts';
import type { PictureMemory } from './picture-memory.ts';
import { parseTelegramAddress } from './telegram-address.ts';

/** One message that shows something of a result, and what it shows as far as that is known. */
export interface ShownMessage {
  readonly chatId: number;
  readonly messageId: number;
  readonly shows: 'text' | 'media' | undefined;
}

/**
 * The messages that show something of a result, as far as they are known: where its answer stands, the one whose button
 * was `pressed`, the pieces of an album, files that were handed out in the same chats. What bears the buttons comes last:
 * when the process ends half-way, they can be pressed again.
 */
export async function shownMessages(
  generation: Generation,
  {
    memory,
    pressed,
  }: { readonly memory: Pick<PictureMemory, 'messagesOf'>; readonly pressed: ShownMessage | undefined },
): Promise<readonly ShownMessage[]> {
  const found = new Map<string, ShownMessage>();
  const add = (message: ShownMessage) => found.set(`${message.chatId} ${message.messageId}`, message);
  const chatIds = new Set<number>();
  if (generation.address.platform === 'telegram') {
    const { chatId, statusMessageId: messageId } = parseTelegramAddress(generation.address);
    chatIds.add(chatId);
    if (messageId !== undefined) add({ chatId, messageId, shows: undefined });
  }
  if (pressed !== undefined) {
    chatIds.add(pressed.chatId);
    add(pressed);
  }
  for (const chatId of chatIds) {
    const messageIds = await memory.messagesOf(generation, chatId);
    for (const messageId of messageIds) add({ chatId, messageId, shows: 'media' });
  }
  return [...found.values()].reverse();
}
