import type { StandingMessage } from './playground-chat.ts';
import type { ShownPicture } from './playground-message.ts';

/** A picture as the page gets it. */
interface WirePicture extends Omit<ShownPicture, 'key' | 'mediaType'> {
  /** Undefined for what no browser shows. */
  readonly url: string | undefined;
  /** What the file is called when somebody saves it. */
  readonly fileName: string;
}

/** A message as the page gets it: it learns where to ask for pictures, not where they are kept. */
export interface WireMessage extends Omit<StandingMessage, 'pictures'> {
  readonly pictures: readonly WirePicture[];
}

export function toWireMessage(message: StandingMessage, person: string): WireMessage {
  return {
    ...message,
    pictures: message.pictures.map(({ altText, mediaType, size }, index) => ({
      altText,
      size,
      url: mediaType === undefined ? undefined : pictureUrl(message, { index, person }),
      fileName: `easel-${message.sequence}-${index + 1}.${mediaType?.replace('image/', '') ?? 'file'}`,
    })),
  };
}

/** What a message shows under the same address never changes: with another revision it is another address. */
function pictureUrl(
  { key, revision }: StandingMessage,
  { index, person }: { readonly index: number; readonly person: string },
): string {
  return `/playground/pictures/${encodeURIComponent(key)}/${index}?person=${person}&revision=${revision}`;
}
