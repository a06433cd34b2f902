import { toPlainText } from '../../commands/join-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { AlbumDesk, ArrivedAlbum } from './album-desk.ts';
import type { AlbumPiece } from './album-piece.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { Received } from './read-message.ts';
import { askerOf } from './read-message.ts';
import type { Tapped } from './read-tap.ts';

export interface LateAlbumsOptions {
  readonly albums: Pick<AlbumDesk, 'find'>;
  readonly replies: ChatReplies;
  readonly wording: Wording;
}

const buttonData = /^album:(?<id>\w{1,58})$/;

/** Tells people that a piece of their album came too late, and begins again with all of it when they say so. */
export class LateAlbums {
  readonly #options: LateAlbumsOptions;

  constructor(options: LateAlbumsOptions) {
    this.#options = options;
  }

  tell({ address, asker: { language } }: Received, piece: AlbumPiece): void {
    const { replies, wording } = this.#options;
    const replyTo = { ...address, replyToMessageId: piece.message_id };
    const label = toPlainText(wording.text('telegram.wholeAlbumButton', language));
    replies.answer(replyTo, wording.text('telegram.albumLate', language), {
      markup: { inline_keyboard: [[{ text: label, callback_data: `album:${piece.media_group_id}` }]] },
    });
  }

  isOffer({ buttonId }: Tapped): boolean {
    return buttonData.test(buttonId);
  }

  /** Ends the waiting sign of the button. Undefined when there is nothing to begin with. */
  async tapped(tapped: Tapped): Promise<{ received: Received; album: ArrivedAlbum } | undefined> {
    const { albums, replies, wording } = this.#options;
    const { address, asker, buttonId, messageId, tapId } = tapped;
    const albumId = buttonData.exec(buttonId)?.groups?.id ?? '';
    const album = await albums.find({ chatId: address.chatId, albumId });
    const isOwn = album !== undefined && askerOf(album.lead)?.id === asker.id;
    if (!isOwn) {
      const reason = album === undefined ? 'telegram.paintExpired' : 'telegram.notYours';
      const text = toPlainText(wording.text(reason, asker.language));
      replies.answerTap({ id: tapId }, { text, isAlert: true });
      return undefined;
    }
    replies.answerTap({ id: tapId });
    const received = {
      asker,
      message: album.lead,
      address: { ...address, statusMessageId: messageId },
      // Two taps are one wish.
      sourceKey: `telegram:ask:${address.chatId}:${messageId}`,
    };
    return { received, album };
  }
}
