import type { Message } from 'grammy/types';
import { readButtonId, readPictureArgument } from '../../commands/button-id.ts';
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
  const generationId = markup?.inline_keyboard.flat().flatMap(generationOf)[0];
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

function generationOf(button: object): readonly string[] {
  const data = 'callback_data' in button ? String(button.callback_data) : '';
  const target = readPictureArgument(readButtonId(data)?.argument ?? '');
  return target === undefined ? [] : [target.generationId];
}
