import { InputFile } from 'grammy';
import type { InputMediaDocument, Message } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import type { Reply } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { DeliverablePicture } from '../../core/courier.ts';
import type { Log } from '../../core/log.ts';
import { readPictures } from '../read-pictures.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PlaceTools } from './describe-place.ts';
import { pictureFileName } from './outcome-files.ts';
import type { PictureMemory } from './picture-memory.ts';
import { personIdOf } from './picture-memory.ts';
import { findPrivateAddress } from './private-address.ts';
import type { Place } from './read-message.ts';
import { maxCaptionLength, renderWithin } from './render-entities.ts';
import type { TelegramAddress } from './telegram-address.ts';
import { parseTelegramAddress, placeOf } from './telegram-address.ts';

export interface OriginalFilesOptions extends PlaceTools {
  readonly services: Pick<CommandServices, 'gallery'>;
  readonly replies: ChatReplies;
  readonly memory: PictureMemory;
  readonly log: Log;
}

type FilesReply = Extract<Reply, { readonly kind: 'files' }>;

/** https://core.telegram.org/bots/api#senddocument */
const maxFileBytes = 50 * 1024 * 1024;
/** Of one call with several files, which Telegram does not tell; a little less than it takes of one file. */
const maxAlbumBytes = 45 * 1024 * 1024;

/** Hands out pictures as files, byte for byte: https://core.telegram.org/bots/api#senddocument */
export class OriginalFiles {
  readonly #options: OriginalFilesOptions;

  constructor(options: OriginalFilesOptions) {
    this.#options = options;
  }

  /** Sends them in their turn; what Telegram would not take is said in words. */
  send({ pictures, text }: FilesReply, place: Place): void {
    const { replies, wording } = this.#options;
    const { language } = place.asker;
    const fitting = pictures.filter(({ byteLength }) => byteLength <= maxFileBytes);
    const tooLarge = pictures.length - fitting.length;
    if (tooLarge > 0) {
      const words = wording.text('telegram.filesTooLarge', language, { count: tooLarge });
      replies.refuse(place, words);
    }
    for (const [index, group] of inGroups(fitting).entries()) {
      const content = `files ${group.map(({ key }) => key).join()} ${place.address.replyToMessageId}`;
      replies.post(place, {
        content,
        send: () => this.#sendGroup(group, { place, text: index === 0 ? text : [] }),
      });
    }
  }

  async #sendGroup(
    pictures: readonly DeliverablePicture[],
    { place, text }: { readonly place: Place; readonly text: RichText },
  ): Promise<void> {
    const { log, replies, wording } = this.#options;
    const address = await this.#addressFor(pictures, place);
    if (address === undefined) return;
    const found = await readPictures({ pictures, altTexts: [] }, log);
    const files = found.map(({ bytes, picture }) => new InputFile(bytes, pictureFileName(picture)));
    const sent = await this.#upload(files, { address, text });
    await this.#remember(
      found.map(({ picture }) => picture),
      { sent, place },
    );
    const count = pictures.length - found.length;
    if (count > 0) replies.refuse(place, wording.text('gallery.missing', place.asker.language, { count }));
  }

  /** What is private is never shown in a group, wherever its button was pressed. */
  async #addressFor(
    [first]: readonly DeliverablePicture[],
    place: Place,
  ): Promise<TelegramAddress | undefined> {
    const { address, asker } = place;
    if (address.chatKind === 'private' || first === undefined) return address;
    const { replies, services, wording } = this.#options;
    const painting = await services.gallery.find(first.generationId);
    if (painting?.generation.isPrivate === false) return address;
    const lookup = await findPrivateAddress(asker, this.#options);
    switch (lookup.kind) {
      case 'address':
        return parseTelegramAddress(lookup.address);
      case 'cannot-post':
        replies.refuse(place, lookup.text);
        return undefined;
      case 'private-chat-closed': {
        const { link } = lookup;
        replies.refuse(place, wording.text('refusal.privateChatClosed', asker.language, { link }));
        return undefined;
      }
      default:
        return lookup satisfies never;
    }
  }

  async #upload(
    files: readonly InputFile[],
    { address, text }: { readonly address: TelegramAddress; readonly text: RichText },
  ): Promise<readonly Message[]> {
    const { api } = this.#options;
    const { entities, text: words } = renderWithin(text, maxCaptionLength);
    const caption = words === '' ? {} : { caption: words, caption_entities: entities };
    const place = placeOf(address);
    const [only, second] = files;
    if (only === undefined) return [];
    if (second === undefined) {
      const document = { document: only, disable_content_type_detection: true };
      return [await api.sendDocument({ ...place, ...document, ...caption })];
    }
    const media = files.map(
      (file, index): InputMediaDocument => ({
        type: 'document',
        media: file,
        disable_content_type_detection: true,
        ...(index === 0 ? caption : {}),
      }),
    );
    return api.sendMediaGroup({ ...place, media });
  }

  /** So that a reply to a file means the picture, and deleting the result takes its files away too. */
  #remember(
    pictures: readonly DeliverablePicture[],
    { place, sent }: { readonly sent: readonly Message[]; readonly place: Place },
  ): Promise<void> {
    const personId = personIdOf(place.asker.id);
    return this.#options.memory.rememberResults(
      sent.flatMap(({ chat, media_group_id: albumId, message_id: messageId }, index) => {
        const key = pictures[index]?.key;
        return key === undefined ? [] : [{ chatId: chat.id, messageId, albumId, personId, key }];
      }),
    );
  }
}

/** One album, or one by one where an album would be too much for a call. */
function inGroups(pictures: readonly DeliverablePicture[]): readonly (readonly DeliverablePicture[])[] {
  if (pictures.length === 0) return [];
  const bytes = pictures.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes <= maxAlbumBytes ? [pictures] : pictures.map((picture) => [picture]);
}
