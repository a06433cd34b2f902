import type { Reply } from '../../commands/reply.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Generation } from '../../core/generation.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { renderWithin } from './render-entities.ts';
import type { ShownMessage } from './shown-messages.ts';
import { shownMessages } from './shown-messages.ts';
import { takeAway } from './take-away.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface ResultRemovalOptions {
  readonly api: TelegramApi;
  readonly memory: Pick<PictureMemory, 'messagesOf'>;
  readonly replies: ChatReplies;
  readonly wording: Wording;
}

type Removal = Extract<Reply, { readonly kind: 'removal' }>;

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
  remove(removal: Removal, from: { readonly place: Place; readonly tapped: Tapped | undefined }): void {
    const { replies } = this.#options;
    replies.post(from.place, {
      content: `removal ${removal.generation.id} ${from.tapped?.messageId}`,
      send: () => this.#remove(removal, from),
    });
  }

  async #remove(
    { generation, text }: Removal,
    { place, tapped }: { readonly place: Place; readonly tapped: Tapped | undefined },
  ): Promise<void> {
    const { api, memory } = this.#options;
    const { chatId } = place.address;
    const pressed = tapped && { chatId, messageId: tapped.messageId, shows: tapped.shows };
    const messages = await shownMessages(generation, { memory, pressed });
    let remaining = 0;
    for (const message of messages) {
      if (!(await takeAway(message, { api, words: renderWithin(text) }))) remaining += 1;
    }
    if (remaining > 0) this.#tell(place, 'button.messageRemains');
    else if (hasLostPieces(generation, messages)) this.#tell(place, 'telegram.piecesRemain');
  }

  #tell(place: Place, key: 'button.messageRemains' | 'telegram.piecesRemain'): void {
    const { replies, wording } = this.#options;
    replies.answer(place, wording.text(key, place.asker.language));
  }
}

/** An album was shown, and nobody knows any more by which messages. */
function hasLostPieces(
  { missingPictures, state, wish }: Generation,
  messages: readonly ShownMessage[],
): boolean {
  const isAlbum = wish.count - missingPictures > 1;
  return isAlbum && state === 'delivered' && !messages.some(({ shows }) => shows === 'media');
}
