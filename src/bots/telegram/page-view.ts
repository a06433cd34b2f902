import { InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import { joinText } from '../../commands/join-text.ts';
import type { Page } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { ReadPicture } from '../read-pictures.ts';
import { readPictures } from '../read-pictures.ts';
import type { ChatReplies } from './chat-replies.ts';
import { contactSheet } from './contact-sheet.ts';
import { renderKeyboard } from './keyboard.ts';
import { fitsPhoto, pictureFileName } from './outcome-files.ts';
import { photoIdOf } from './photo-id.ts';
import type { PictureMemory } from './picture-memory.ts';
import { privateChatLink } from './private-address.ts';
import type { Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { maxCaptionLength, renderWithin } from './render-entities.ts';
import { placeOf } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isFailure } from './telegram-call-failed.ts';

export interface PageViewOptions {
  readonly api: TelegramApi;
  readonly log: Log;
  readonly botUsername: string;
  readonly replies: ChatReplies;
  readonly wording: Wording;
  /** Learns under which id Telegram keeps the picture of a page. */
  readonly memory: Pick<PictureMemory, 'rememberPhoto'>;
}

interface PageRequest {
  readonly place: Place;
  /** The message with this button becomes the page. */
  readonly tapped: Tapped | undefined;
}

/** A page as one message shows it, with one picture at most. */
interface ReadPage {
  readonly page: Page;
  readonly picture: PagePicture | undefined;
}

interface PagePicture {
  readonly kind: 'photo' | 'document';
  readonly file: InputFile;
  /** Under which key it is kept; undefined for a sheet of several. */
  readonly key: string | undefined;
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
      send: async () => this.#showSomehow(await this.#read(page, asker.language), request),
    });
  }

  /** With less and less where Telegram does not take it: a file for a photo, words for a file. */
  async #showSomehow(read: ReadPage, request: PageRequest): Promise<void> {
    const { page, picture } = read;
    try {
      await this.#put(read, request);
    } catch (error) {
      if (picture === undefined) throw error;
      if (isFailure(error, 'photo-refused') && picture.kind === 'photo') {
        return this.#showSomehow({ page, picture: { ...picture, kind: 'document' } }, request);
      }
      if (!isFailure(error, 'too-large')) throw error;
      const note = this.#options.wording.text('gallery.tooLarge', request.place.asker.language);
      await this.#put({ page: withNote(page, note), picture: undefined }, request);
    }
  }

  /** What cannot be shown of its pictures is told in words. */
  async #read(page: Page, language: string): Promise<ReadPage> {
    const { log, wording } = this.#options;
    const found = await readPictures(page, log);
    const shown = await asOnePicture(found);
    const count = page.pictures.length - (shown?.count ?? 0);
    const missing = page.unshown ?? wording.text('gallery.missing', language, { count });
    const note = count === 0 ? [] : missing;
    return { page: withNote(page, note), picture: shown?.picture };
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
        await this.#remember(picture, await api.editMessageMedia({ ...message, media }));
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
      await this.#remember(
        picture,
        await api.sendPhoto({ ...message, ...captionOf(page), photo: picture.file }),
      );
    } else await api.sendDocument({ ...message, ...captionOf(page), document: picture.file });
  }

  async #remember({ key }: PagePicture, shown: Message | true): Promise<void> {
    const photoId = shown === true ? undefined : photoIdOf(shown);
    if (key === undefined || photoId === undefined) return;
    await this.#options.memory.rememberPhoto({ key, photoId });
  }

  async #removeOld({ address, messageId }: Tapped): Promise<void> {
    try {
      await this.#options.api.deleteMessage({ chat_id: address.chatId, message_id: messageId });
    } catch (error) {
      if (!cannotBeEdited(error)) throw error;
    }
  }
}

async function asOnePicture(
  found: readonly ReadPicture[],
): Promise<{ readonly picture: PagePicture; readonly count: number } | undefined> {
  const [first, second] = found;
  if (first === undefined) return undefined;
  const name = pictureFileName(first.picture);
  if (second === undefined) {
    const kind = fitsPhoto(first.picture) ? 'photo' : 'document';
    const { key } = first.picture;
    return { picture: { kind, key, file: new InputFile(first.bytes, name) }, count: 1 };
  }
  const sheet = await contactSheet(found.map(({ bytes }) => bytes));
  return (
    sheet && {
      picture: { kind: 'photo', key: undefined, file: new InputFile(sheet.jpeg, name) },
      count: sheet.count,
    }
  );
}

function withNote(page: Page, note: RichText): Page {
  return { ...page, text: joinText([page.text, note], '\n\n') };
}

function wordsOf({ text }: Page) {
  return { ...renderWithin(text), link_preview_options: { is_disabled: true } };
}

function captionOf({ text }: Page) {
  const rendered = renderWithin(text, maxCaptionLength);
  return { caption: rendered.text, caption_entities: rendered.entities };
}
