import type { Message } from 'grammy/types';
import { generationOfButtons } from '../../commands/generation-of-buttons.ts';
import { mayPress } from '../../commands/may-press.ts';
import { isResult } from '../../commands/paint-from-reply.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { GivenPicture } from './message-pictures.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';

/**
 * All pictures of the result that one of the bot's messages is about, as they are kept, for somebody who may use them:
 * the details of an album and a page of a history are known by their buttons. Undefined when it is about no result,
 * empty when nothing is kept of it.
 */
export async function picturesOfResult(
  { chat, reply_markup: markup }: Pick<Message, 'chat' | 'reply_markup'>,
  { asker, gallery }: { readonly asker: { readonly id: number }; readonly gallery: Pick<Gallery, 'find'> },
): Promise<readonly GivenPicture[] | undefined> {
  const generationId = generationOfButtons(buttonIdsOf(markup));
  const painting = generationId === undefined ? undefined : await gallery.find(generationId);
  if (painting === undefined || !isResult(painting.generation)) return undefined;
  const presser = { personId: personIdOf(asker.id), placeId: placeIdOf(chat.id) };
  const mayUse = await mayPress('use', painting, { ...presser, mayModerate: async () => false });
  if (!mayUse) return undefined;
  return painting.results.map(({ byteLength, key, mediaType }) => ({
    source: { kind: 'kept', key },
    byteLength,
    mediaType,
  }));
}

/** The ids of all buttons under a message. */
export function buttonIdsOf(markup: Message['reply_markup']): readonly string[] {
  const buttons = markup?.inline_keyboard.flat() ?? [];
  return buttons.flatMap((button) => ('callback_data' in button ? [String(button.callback_data)] : []));
}
