import type { Message } from 'grammy/types';
import type { SeenAlbum } from '../../core/seen-album.ts';
import type { SeenPicture } from '../../core/seen-picture.ts';
import { pictureIn, showsNoPicture } from './message-pictures.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';

/** One piece of an album, sent by somebody. */
export type AlbumPiece = Message & { readonly media_group_id: string };

export type AlbumKey = Pick<SeenAlbum, 'placeId' | 'albumId'>;

/** Albums of music and the like are met piece by piece. */
export function isAlbumPiece(message: Message): message is AlbumPiece {
  if (message.media_group_id === undefined) return false;
  return pictureIn(message) !== undefined || showsNoPicture(message);
}

export function albumOf({ chat, media_group_id: albumId }: AlbumPiece): AlbumKey {
  return { placeId: placeIdOf(chat.id), albumId };
}

export function hasWords({ caption = '' }: AlbumPiece): boolean {
  return caption.trim() !== '';
}

/** Whatever comes first: the caption may stand on any piece, and on several. */
export function betterLead(known: AlbumPiece, piece: AlbumPiece): AlbumPiece {
  if (hasWords(known) !== hasWords(piece)) return hasWords(known) ? known : piece;
  return known.message_id <= piece.message_id ? known : piece;
}

/** Undefined when the piece shows no picture. */
export function seenPictureOf(
  piece: AlbumPiece,
  times: Pick<SeenPicture, 'seenAtMs' | 'expiresAtMs'>,
): SeenPicture | undefined {
  const picture = pictureIn(piece);
  if (picture === undefined) return undefined;
  return {
    ...picture,
    ...albumOf(piece),
    ...times,
    messageId: piece.message_id,
    personId: personIdOf(piece.from?.id ?? piece.chat.id),
  };
}
