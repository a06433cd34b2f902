import { InputFile } from 'grammy';
import type { Page } from '../../commands/reply.ts';
import type { Wording } from '../../commands/wording.ts';
import { PictureMissing } from '../../core/pictures/picture-store.ts';
import type { ChatReplies } from './chat-replies.ts';
import { renderKeyboard } from './keyboard.ts';
import { fitsPhoto, pictureFileName } from './outcome-files.ts';
import { privateChatLink } from './private-address.ts';
import type { Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { maxCaptionLength, renderWithin } from './render-entities.ts';
import { placeOf } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isFailure } from './telegram-call-failed.ts';

export interface PageViewOptions {
  readonly api: TelegramApi;
  readonly botUsername: string;
  readonly replies: ChatReplies;
  readonly wording: Wording;
}

interface PageRequest {
  readonly place: Place;
  /** The message with this button becomes the page. */
  readonly tapped: Tapped | undefined;
}

/** A page with its picture read; a message shows one at most, so that is the first. */
interface ReadPage {
  readonly page: Page;
  readonly picture: { readonly kind: 'photo' | 'document'; readonly file: InputFile } | undefined;
}

/** Shows pages, which are for the person only: in the private chat, as one message that its own buttons change. */
export class PageView {
  readonly #options: PageViewOptions;

  constructor(options: PageViewOptions) {
    this.#options = options;
  }

  /** Shows it in its turn. */
  show(page: Page, request: PageRequest): void {
    const { botUsername, replies, wording } = this.#options;
    const { address, asker, sourceKey } = request.place;
    if (address.chatKind === 'group') {
      const link = privateChatLink(botUsername);
      replies.refuse(request.place, wording.text('telegram.onlyPrivately', asker.language, { link }));
      return;
    }
    replies.post(request.place, {
      content: `page ${sourceKey}`,
      send: async () => {
        const read = await readPage(page);
        try {
          await this.#put(read, request);
        } catch (error) {
          if (!isFailure(error, 'photo-refused') || read.picture === undefined) throw error;
          await this.#put({ page, picture: { ...read.picture, kind: 'document' } }, request);
        }
      },
    });
  }

  async #put(read: ReadPage, { place, tapped }: PageRequest): Promise<void> {
    if (tapped === undefined) return this.#send(read, place);
    if (await this.#turn(read, tapped)) return;
    await this.#send(read, place);
    await this.#removeOld(tapped);
  }

  /** Whether the message could become the page. */
  async #turn({ page, picture }: ReadPage, { address, messageId, shows }: Tapped): Promise<boolean> {
    // Nothing takes a picture out of a message.
    if (picture === undefined && shows === 'media') return false;
    const { api } = this.#options;
    const message = {
      chat_id: address.chatId,
      message_id: messageId,
      reply_markup: renderKeyboard(page.buttons),
    };
    try {
      if (picture === undefined) await api.editMessageText({ ...message, ...wordsOf(page) });
      else {
        const media = { type: picture.kind, media: picture.file, ...captionOf(page) };
        await api.editMessageMedia({ ...message, media });
      }
      return true;
    } catch (error) {
      if (isFailure(error, 'not-modified')) return true;
      if (cannotBeEdited(error)) return false;
      throw error;
    }
  }

  async #send({ page, picture }: ReadPage, { address }: Place): Promise<void> {
    const { api } = this.#options;
    const message = { ...placeOf(address), reply_markup: renderKeyboard(page.buttons) };
    if (picture === undefined) await api.sendMessage({ ...message, ...wordsOf(page) });
    else if (picture.kind === 'photo') {
      await api.sendPhoto({ ...message, ...captionOf(page), photo: picture.file });
    } else await api.sendDocument({ ...message, ...captionOf(page), document: picture.file });
  }

  async #removeOld({ address, messageId }: Tapped): Promise<void> {
    try {
      await this.#options.api.deleteMessage({ chat_id: address.chatId, message_id: messageId });
    } catch (error) {
      if (!cannotBeEdited(error)) throw error;
    }
  }
}

async function readPage(page: Page): Promise<ReadPage> {
  const [first] = page.pictures;
  if (first === undefined) return { page, picture: undefined };
  try {
    const file = new InputFile(await first.read(), pictureFileName(first));
    return { page, picture: { kind: fitsPhoto(first) ? 'photo' : 'document', file } };
  } catch (error) {
    if (!(error instanceof PictureMissing)) throw error;
    return { page, picture: undefined };
  }
}

function wordsOf({ text }: Page) {
  return { ...renderWithin(text), link_preview_options: { is_disabled: true } };
}

function captionOf({ text }: Page) {
  const rendered = renderWithin(text, maxCaptionLength);
  return { caption: rendered.text, caption_entities: rendered.entities };
}
