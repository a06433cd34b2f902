import { InputFile } from 'grammy';
import type { InputMediaDocument, InputMediaPhoto } from 'grammy/types';
import sharp from 'sharp';
import type { Reply } from '../../commands/reply.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Generation } from '../../core/generation.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import type { RenderedText } from './render-entities.ts';
import { renderWithin } from './render-entities.ts';
import { parseTelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isClosed, isFailure } from './telegram-call-failed.ts';

export interface ResultRemovalOptions {
  readonly api: TelegramApi;
  readonly memory: Pick<PictureMemory, 'messagesOf'>;
  readonly replies: ChatReplies;
  readonly wording: Wording;
}

type Removal = Extract<Reply, { readonly kind: 'removal' }>;

/** One message that shows something of a result, and what it shows as far as that is known. */
interface ShownMessage {
  readonly chatId: number;
  readonly messageId: number;
  readonly shows: 'text' | 'media' | undefined;
}

const noButtons = { reply_markup: { inline_keyboard: [] } };
const empty = { create: { width: 320, height: 320, channels: 3, background: '#808080' } } as const;

/**
 * Takes a result out of its chats: the message with the button, the pieces of an album, files that were handed out.
 * Telegram lets bots delete their messages for 48 hours, and change them for ever; so what is older becomes an empty
 * picture: https://core.telegram.org/bots/api#deletemessage
 */
export class ResultRemoval {
  readonly #options: ResultRemovalOptions;

  constructor(options: ResultRemovalOptions) {
    this.#options = options;
  }

  /** Does it in the turn of each chat. */
  remove(
    { generation, text }: Removal,
    { place, tapped }: { readonly place: Place; readonly tapped: Tapped | undefined },
  ): void {
    const { replies } = this.#options;
    const { chatId } = place.address;
    const own = tapped && { chatId, messageId: tapped.messageId, shows: tapped.shows };
    replies.post({
      chatId,
      content: `removal ${generation.id} ${tapped?.messageId}`,
      send: async () => {
        const messages = await this.#messagesOf(generation, own);
        for (const message of messages) await this.#takeAway(message, renderWithin(text));
        if (isAlbum(generation) && !messages.some(isPiece)) this.#tellOfPieces(place);
      },
    });
  }

  #tellOfPieces({ address, asker }: Place): void {
    const { replies, wording } = this.#options;
    replies.answer(address, wording.text('telegram.piecesRemain', asker.language));
  }

  async #messagesOf(
    generation: Generation,
    tapped: ShownMessage | undefined,
  ): Promise<readonly ShownMessage[]> {
    const found = new Map<string, ShownMessage>();
    const add = (message: ShownMessage) => found.set(`${message.chatId} ${message.messageId}`, message);
    if (generation.address.platform === 'telegram') {
      const { chatId, statusMessageId: messageId } = parseTelegramAddress(generation.address);
      if (messageId !== undefined) add({ chatId, messageId, shows: undefined });
    }
    if (tapped !== undefined) add(tapped);
    const chatIds = new Set([...found.values()].map(({ chatId }) => chatId));
    for (const chatId of chatIds) {
      const messageIds = await this.#options.memory.messagesOf(generation, chatId);
      for (const messageId of messageIds) add({ chatId, messageId, shows: 'media' });
    }
    // What bears the button goes last: when the process ends half-way, it can be pressed again.
    return [...found.values()].reverse();
  }

  async #takeAway(message: ShownMessage, words: RenderedText): Promise<void> {
    const { chatId: chat_id, messageId: message_id } = message;
    try {
      await this.#options.api.deleteMessage({ chat_id, message_id });
    } catch (error) {
      if (isClosed(error)) return;
      if (!cannotBeEdited(error)) throw error;
      await this.#blank(message, words);
    }
  }

  /** Tries one way after the other; when none works, the message is not there any more. */
  async #blank(
    { chatId: chat_id, messageId: message_id, shows }: ShownMessage,
    words: RenderedText,
  ): Promise<void> {
    const { api } = this.#options;
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
        return await change();
      } catch (error) {
        if (isFailure(error, 'not-modified')) return;
        if (!cannotBeEdited(error)) throw error;
      }
    }
  }
}

function isAlbum({ missingPictures, wish }: Generation): boolean {
  return wish.count - missingPictures > 1;
}

function isPiece({ shows }: ShownMessage): boolean {
  return shows === 'media';
}

/** Album pieces keep their kind. */
async function emptyPicture(type: 'photo' | 'document'): Promise<InputMediaPhoto | InputMediaDocument> {
  const media = new InputFile(await sharp(empty).png().toBuffer(), 'deleted.png');
  return { type, media };
}
