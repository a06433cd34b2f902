import type { Document, Message, PhotoSize } from 'grammy/types';
import type { ReferenceSource } from '../../core/reference-source.ts';

/** A picture to work from, with what Telegram says of its file before anybody has read it. */
export interface GivenPicture {
  readonly source: ReferenceSource;
  readonly byteLength: number | undefined;
  readonly mediaType: string | undefined;
}

/** What a message can show; the same fields stand in a reply to a message of another chat. */
export type Showing = Pick<
  Message,
  'animation' | 'document' | 'photo' | 'sticker' | 'story' | 'video' | 'video_note'
>;

const pictureEndings = /\.(png|jpe?g|jfif|webp|gif|avif|tiff?|heic|heif|bmp)$/i;

/** The picture that a message shows: a photo in its largest size, or an image that was sent as a file. */
export function pictureIn(shown: Showing): GivenPicture | undefined {
  const { photo } = shown;
  if (photo !== undefined) {
    const largest = largestOf(photo);
    return largest && toGivenPicture(largest, 'image/jpeg');
  }
  const document = imageDocumentIn(shown);
  return document && toGivenPicture(document, document.mime_type);
}

/** The largest of the sizes in which Telegram keeps a photo. */
export function largestOf(photo: readonly PhotoSize[]): PhotoSize | undefined {
  const [largest] = photo.toSorted((one, other) => other.width * other.height - one.width * one.height);
  return largest;
}

/** Whether a message shows something that a person could take for a picture and no model can work from. */
export function showsNoPicture(shown: Showing): boolean {
  const { animation, document, sticker, story, video, video_note: videoNote } = shown;
  const others = [animation, sticker, story, video, videoNote];
  if (others.some((one) => one !== undefined)) return true;
  return document !== undefined && imageDocumentIn(shown) === undefined;
}

/** An animation is described as a document, too. */
function imageDocumentIn({ animation, document }: Showing): Document | undefined {
  if (document === undefined || animation !== undefined) return undefined;
  const { file_name: name = '', mime_type: mediaType = '' } = document;
  const saysNothing = mediaType === '' || mediaType === 'application/octet-stream';
  const isImage = saysNothing ? pictureEndings.test(name) : mediaType.toLowerCase().startsWith('image/');
  return isImage ? document : undefined;
}

function toGivenPicture(
  { file_id: handle, file_size: byteLength }: { file_id: string; file_size?: number },
  mediaType: string | undefined,
): GivenPicture {
  return { source: { kind: 'attachment', platform: 'telegram', handle }, byteLength, mediaType };
}
