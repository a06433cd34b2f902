import { toPlainText } from '../../commands/join-text.ts';
import type { Wording } from '../../commands/wording.ts';
import { RecentIds } from '../recent-ids.ts';
import type { AlbumDesk, ArrivedAlbum } from './album-desk.ts';
import type { AlbumPiece } from './album-piece.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { Received } from './read-message.ts';
import { askerOf, inReply, isPrivateChat } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import type { DirectMessageText } from './words-desk.ts';

export interface LateAlbumsOptions {
  readonly albums: Pick<AlbumDesk, 'find'>;
  readonly replies: ChatReplies;
  readonly wording: Wording;
  readonly directMessageText: DirectMessageText;
}

const mostRemembered = 1_000;
const buttonData = /^album:(?<id>\w{1,58})$/;

/** Tells people that a piece of their album came too late, and begins again with all of it when they say so. */
export class LateAlbums {
  readonly #options: LateAlbumsOptions;
  /** Albums without words, of which their person knows that a piece came too late. */
  readonly #told = new RecentIds(mostRemembered);

  constructor(options: LateAlbumsOptions) {
    this.#options = options;
  }

  /** Whether nobody was told yet of this album, which was asked about: without words, and in a private chat. */
  hasAskedAbout(received: Received, { media_group_id: albumId }: AlbumPiece): boolean {
    if (!isPrivateChat(received) || this.#options.directMessageText === 'off') return false;
    if (this.#told.has(albumId)) return false;
    this.#told.add(albumId);
    return true;
  }

  /** In reply to the piece that came too late. */
  tell(received: Received, { media_group_id: albumId }: AlbumPiece): void {
    const { replies, wording } = this.#options;
    const { language } = received.asker;
    const label = toPlainText(wording.text('telegram.wholeAlbumButton', language));
    replies.answer(inReply(received), wording.text('telegram.albumLate', language), {
      markup: { inline_keyboard: [[{ text: label, callback_data: `album:${albumId}` }]] },
    });
  }

  isOffer({ buttonId }: Tapped): boolean {
    return buttonData.test(buttonId);
  }

  /** Ends the waiting sign of the button. Undefined when there is nothing to begin with. */
  async tapped(tapped: Tapped): Promise<{ received: Received; album: ArrivedAlbum } | undefined> {
    const { albums, replies, wording } = this.#options;
    const { address, asker, buttonId, isForum, messageId } = tapped;
    const albumId = buttonData.exec(buttonId)?.groups?.id ?? '';
    const album = await albums.find({ chatId: address.chatId, albumId });
    const isOwn = album !== undefined && askerOf(album.lead)?.id === asker.id;
    if (!isOwn) {
      const reason = album === undefined ? 'telegram.paintExpired' : 'telegram.notYours';
      const text = toPlainText(wording.text(reason, asker.language));
      replies.answerTap(tapped, { text, isAlert: true });
      return undefined;
    }
    replies.answerTap(tapped);
    const received = {
      asker,
      message: album.lead,
      address: { ...address, statusMessageId: messageId },
      isForum,
      // Two taps are one wish.
      sourceKey: `telegram:ask:${address.chatId}:${messageId}`,
    };
    return { received, album };
  }
}
