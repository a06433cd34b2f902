import { InputFile } from 'grammy';
import type { InputMediaDocument, InputMediaPhoto } from 'grammy/types';
import sharp from 'sharp';
import type { RenderedText } from './render-entities.ts';
import type { ShownMessage } from './shown-messages.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isClosed, isFailure } from './telegram-call-failed.ts';

interface TakingAway {
  readonly api: TelegramApi;
  /** What stands there where nothing can be deleted. */
  readonly words: RenderedText;
}

const noButtons = { reply_markup: { inline_keyboard: [] } };
const empty = { create: { width: 320, height: 320, channels: 3, background: '#808080' } } as const;

/**
 * Deletes a message of the bot; one that is too old for that becomes an empty picture with words. Resolves with whether
 * it shows nothing any more: where the bot may do nothing, what stands there stays.
 *
 * @throws TelegramCallFailed
 */
export async function takeAway(message: ShownMessage, taking: TakingAway): Promise<boolean> {
  const { chatId: chat_id, messageId: message_id } = message;
  try {
    await taking.api.deleteMessage({ chat_id, message_id });
    return true;
  } catch (error) {
    if (isClosed(error)) return false;
    if (!cannotBeEdited(error)) throw error;
    await blank(message, taking);
    return true;
  }
}

/** Tries one way after the other; when none works, the message is not there any more. */
async function blank(
  { chatId: chat_id, messageId: message_id, shows }: ShownMessage,
  { api, words }: TakingAway,
): Promise<void> {
  const message = { chat_id, message_id, ...noButtons };
  const caption = { caption: words.text, caption_entities: words.entities };
  const asMedia = (type: 'photo' | 'document') => async () =>
    api.editMessageMedia({ ...message, media: { ...(await emptyPicture(type)), ...caption } });
  const ways = [
    ...(shows === 'media' ? [] : [() => api.editMessageText({ ...message, ...words })]),
    ...(shows === 'text' ? [] : [asMedia('photo'), asMedia('document')]),
  ];
  for (const change of ways) {
    try {
      await change();
      return;
    } catch (error) {
      if (isFailure(error, 'not-modified')) return;
      if (!cannotBeEdited(error)) throw error;
    }
  }
}

/** Album pieces keep their kind. */
async function emptyPicture(type: 'photo' | 'document'): Promise<InputMediaPhoto | InputMediaDocument> {
  const media = new InputFile(await sharp(empty).png().toBuffer(), 'deleted.png');
  return { type, media };
}
